import { alarmName } from './names';
import type { Alarm, Component, Target } from './project';

/** An alarm of one watched component in one target: nothing in it is left to replace. */
export interface ResolvedAlarm extends Alarm {
  /** The component whose software it watches; for `shared` one of the listed components. */
  readonly watched: string;
  readonly cloudWatchName: string;
  /** Whose on-call it tells. @default - that of the watched component */
  readonly tells?: readonly string[];
  readonly missingData: NonNullable<Alarm['missingData']>;
  /** It only says whether the metric has ever had data: nothing is good or bad to it. */
  readonly isArming?: true;
}

/** What stands for `${component}`, `${environment}`, `${region}` and `${account}` in an environment file. */
export interface Placeholders {
  /** Absent where no single component is meant: then `${component}` stays as it is. */
  readonly component?: string;
  readonly environment: string;
  readonly region: string;
  readonly account: string;
}

/**
 * The alarms that watch a component in a target.
 *
 * `shared` is watched through every component that reads it, by the same CloudWatch alarms as theirs.
 */
export function alarmsOf(component: Component, target: Target): ResolvedAlarm[] {
  return component.watchedComponents.flatMap((watched) =>
    target.environment.alarms
      .filter((alarm) => alarm.components === undefined || alarm.components.includes(watched))
      .map((alarm) => resolveAlarm(alarm, watched, target)),
  );
}

/** Replaces the four placeholders in one pass: what a value brings in is not replaced again. */
export function fillPlaceholders(text: string, values: Placeholders): string {
  return text.replace(
    /\$\{(component|environment|region|account)\}/g,
    (whole, name: keyof Placeholders) => values[name] ?? whole,
  );
}

function resolveAlarm(alarm: Alarm, watched: string, target: Target): ResolvedAlarm {
  const { name: environment, account } = target.environment;
  const fill = (text: string): string =>
    fillPlaceholders(text, { component: watched, environment, region: target.region, account });
  const { metric } = alarm;
  const dimensions = Object.entries(metric.dimensions).map(([key, value]) => [fill(key), fill(value)]);
  return {
    ...alarm,
    metric: {
      ...metric,
      namespace: fill(metric.namespace),
      name: fill(metric.name),
      dimensions: Object.fromEntries(dimensions) as Record<string, string>,
    },
    missingData: missingDataOf(alarm),
    watched,
    cloudWatchName: alarmName(watched, target, alarm.name),
  };
}

/** Silence is a fault where too little is the fault, and nothing to worry about where too much is. */
function missingDataOf({ missingData, compare, anomaly }: Alarm): ResolvedAlarm['missingData'] {
  if (missingData) return missingData;
  const tooLittle = compare === 'below' || anomaly?.when === 'below' || anomaly?.when === 'outside';
  return tooLittle ? 'breaching' : 'notBreaching';
}
