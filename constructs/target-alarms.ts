import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ResolvedAlarm } from '../compiler/alarms';
import type { CompositeAlarm } from '../delivery/targets/composite-alarms';
import { MetricAlarm } from './metric-alarm';

export interface TargetAlarmsProps {
  readonly region: string;
  readonly alarms: readonly ResolvedAlarm[];
  /** Component → SNS topics, told by high-severity alarms. */
  readonly onCall: Readonly<Record<string, readonly string[]>>;
}

/** Where a composite alarm goes in the tree of constructs, and what is said of it. */
interface Place {
  readonly scope: Construct;
  readonly id: string;
  readonly description: string;
}

/** The CloudWatch alarms of one target, each once, under the component whose software it watches. */
export class TargetAlarms extends Construct {
  private readonly alarms = new Map<string, ITerraformDependable>();

  constructor(scope: Construct, id: string, { region, alarms, onCall }: TargetAlarmsProps) {
    super(scope, id);
    for (const alarm of alarms) {
      const watched = this.node.tryFindChild(alarm.watched) ?? new Construct(this, alarm.watched);
      const told = alarm.severity === 'high' ? (alarm.tells ?? [alarm.watched]) : [];
      const topics = new Set(told.flatMap((component) => onCall[component] ?? []));
      const inRegion = [...topics].filter((topic) => topic.split(':')[3] === region);
      this.alarms.set(
        alarm.cloudWatchName,
        new MetricAlarm(watched as Construct, alarm.name, { alarm, topics: inRegion }),
      );
    }
  }

  /** The only monitor, for AppConfig takes five at most: the last of these, the others are what it is made of. */
  addMonitor(scope: Construct, alarms: readonly CompositeAlarm[]): CloudwatchCompositeAlarm {
    const description = 'Rolls back the AppConfig deployment that is in progress';
    return this.addParts(alarms, { scope, id: 'Monitor', description });
  }

  /** Over the monitors that there are: what gates and people look at before and between releases. */
  addHealth(alarms: readonly CompositeAlarm[]): void {
    const description = 'Something in this region is not as it should be: no release starts, no wave goes on';
    this.addParts(alarms, { scope: this, id: 'Health', description });
  }

  private addParts(alarms: readonly CompositeAlarm[], place: Place): CloudwatchCompositeAlarm {
    const whole = alarms.at(-1);
    if (!whole) throw new Error(`${place.scope.node.path} has nothing to watch`);
    for (const [index, part] of alarms.slice(0, -1).entries())
      this.addComposite(part, { ...place, id: `${place.id}-${index + 1}` });
    return this.addComposite(whole, place);
  }

  private addComposite(
    { name, rule, children }: CompositeAlarm,
    { scope, id, description }: Place,
  ): CloudwatchCompositeAlarm {
    const alarm = new CloudwatchCompositeAlarm(scope, id, {
      alarmName: name,
      alarmDescription: description,
      alarmRule: rule,
      actionsEnabled: true,
      dependsOn: children.map((child) => this.find(child)),
    });
    this.alarms.set(name, alarm);
    return alarm;
  }

  private find(cloudWatchName: string): ITerraformDependable {
    const alarm = this.alarms.get(cloudWatchName);
    if (!alarm) throw new Error(`${this.node.path} has no alarm ${cloudWatchName}`);
    return alarm;
  }
}
