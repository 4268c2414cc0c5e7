import { OWN_ALARM_PREFIX } from '../../compiler/names';

/** An alarm over alarms. */
export interface CompositeAlarm {
  readonly name: string;
  readonly rule: string;
  /** The alarms that its rule names: they have to be there before it is. */
  readonly children: readonly string[];
}

/** One of the things that make a composite alarm go off. */
export type Trigger = Pick<CompositeAlarm, 'rule' | 'children'>;

/** CloudWatch API reference, PutCompositeAlarm: alarms in a rule, and its characters. */
const MAXIMUM_CHILDREN = 100;
const MAXIMUM_RULE_CHARACTERS = 10_240;
const OR = ' OR ';
/** Of an alarm over nothing (PutCompositeAlarm, `AlarmRule`). */
const NEVER = 'FALSE';

/** The alarm is in ALARM; if another one arms it, only once that one's metric has had data. */
export function whenAlarm(alarm: string, armedBy?: string): Trigger {
  const rule = `ALARM("${alarm}")`;
  if (armedBy === undefined) return { rule, children: [alarm] };
  return { rule: `(${rule} AND NOT INSUFFICIENT_DATA("${armedBy}"))`, children: [alarm, armedBy] };
}

/**
 * A composite alarm that goes off with any of the triggers: the last one, and before it those that it is made of.
 *
 * A rule that CloudWatch would not take is split over composite alarms in between, as many as it needs.
 */
export function compositeAlarms(name: string, triggers: readonly Trigger[], level = 1): CompositeAlarm[] {
  const whole = join(name, triggers);
  if (fits(whole)) return [whole];
  const groups = split(triggers).map((group, index) =>
    join(`${name}-${OWN_ALARM_PREFIX}group-${level}-${index + 1}`, group),
  );
  const over = groups.map((group) => whenAlarm(group.name));
  return [...groups, ...compositeAlarms(name, over, level + 1)];
}

/** As many triggers in each group as fit, in their order. */
function split(triggers: readonly Trigger[]): Trigger[][] {
  const groups: Trigger[][] = [];
  for (const trigger of triggers) {
    const last = groups.at(-1);
    if (last && fits(join('', [...last, trigger]))) last.push(trigger);
    else groups.push([trigger]);
  }
  return groups;
}

function join(name: string, triggers: readonly Trigger[]): CompositeAlarm {
  return {
    name,
    rule: triggers.length === 0 ? NEVER : triggers.map(({ rule }) => rule).join(OR),
    children: [...new Set(triggers.flatMap(({ children }) => children))],
  };
}

function fits({ rule, children }: CompositeAlarm): boolean {
  return children.length <= MAXIMUM_CHILDREN && rule.length <= MAXIMUM_RULE_CHARACTERS;
}
