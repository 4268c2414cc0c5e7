import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { Construct } from 'constructs';
import type { ResolvedAlarm } from '../compiler/alarms';
import { MetricAlarm } from './metric-alarm';

export interface TargetAlarmsProps {
  readonly region: string;
  readonly alarms: readonly ResolvedAlarm[];
  /** Component → SNS topics, told by high-severity alarms. */
  readonly onCall: Readonly<Record<string, readonly string[]>>;
}

/** The CloudWatch alarms of one target, each once, under the component whose software it watches. */
export class TargetAlarms extends Construct {
  private readonly alarms = new Map<string, MetricAlarm>();
  private readonly monitors: CloudwatchCompositeAlarm[] = [];

  constructor(scope: Construct, id: string, { region, alarms, onCall }: TargetAlarmsProps) {
    super(scope, id);
    for (const alarm of alarms) {
      const watched = this.node.tryFindChild(alarm.watched) ?? new Construct(this, alarm.watched);
      const topics = alarm.severity === 'high' ? (onCall[alarm.watched] ?? []) : [];
      const inRegion = topics.filter((topic) => topic.split(':')[3] === region);
      this.alarms.set(
        alarm.cloudWatchName,
        new MetricAlarm(watched as Construct, alarm.name, { alarm, topics: inRegion }),
      );
    }
  }

  /** One alarm that goes off with any of these: the only monitor, for AppConfig takes five at most. */
  addComposite(scope: Construct, alarmName: string, children: readonly string[]): CloudwatchCompositeAlarm {
    const monitor = new CloudwatchCompositeAlarm(scope, 'Monitor', {
      alarmName,
      alarmDescription: 'Rolls back the AppConfig deployment that is in progress',
      alarmRule: children.map((name) => `ALARM("${name}")`).join(' OR '),
      actionsEnabled: true,
      dependsOn: children.map((name) => this.find(name)),
    });
    this.monitors.push(monitor);
    return monitor;
  }

  /** One alarm over the monitors that there are: what gates and people look at before and between releases. */
  addHealth(alarmName: string): void {
    new CloudwatchCompositeAlarm(this, 'Health', {
      alarmName,
      alarmDescription: 'Something in this region is not as it should be: no release starts, no wave goes on',
      alarmRule: this.monitors.map((monitor) => `ALARM("${monitor.alarmNameInput}")`).join(' OR '),
      actionsEnabled: true,
      dependsOn: this.monitors,
    });
  }

  private find(cloudWatchName: string): MetricAlarm {
    const alarm = this.alarms.get(cloudWatchName);
    if (!alarm) throw new Error(`${this.node.path} has no alarm ${cloudWatchName}`);
    return alarm;
  }
}
