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
    return new CloudwatchCompositeAlarm(scope, 'Monitor', {
      alarmName,
      alarmDescription: 'Rolls back the AppConfig deployment that is in progress',
      alarmRule: children.map((name) => `ALARM("${name}")`).join(' OR '),
      actionsEnabled: true,
      dependsOn: children.map((name) => this.find(name)),
    });
  }

  private find(cloudWatchName: string): MetricAlarm {
    const alarm = this.alarms.get(cloudWatchName);
    if (!alarm) throw new Error(`${this.node.path} has no alarm ${cloudWatchName}`);
    return alarm;
  }
}
