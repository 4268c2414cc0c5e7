import type { ResolvedAlarm } from '../../compiler/alarms';
import type { Diagnostic } from '../../compiler/diagnostic';
import type { Environment, Project } from '../../compiler/project';
import { listed } from '../../compiler/reading/listed';
import { diagnosticAt, placeIn } from '../pipeline/diagnostic-at';
import { targetAlarms } from './monitor-resources';
import { topicsIn } from '../pipeline/topics-in';

/** CloudWatch API reference, PutMetricAlarm: `AlarmActions`. */
const TOPICS_PER_ALARM = 5;

/** Finds alarms that would tell more topics than CloudWatch takes; one of the canary tells all who read `shared`. */
export function checkOnCall(project: Project): Diagnostic[] {
  const found = project.environments.flatMap((environment) =>
    environment.waves.flatMap((wave) =>
      wave.regions.flatMap((region) =>
        targetAlarms(project.components, { environment, region, wave }).flatMap((alarm) => {
          const { length } = toldBy(alarm, environment.onCall, region);
          if (length <= TOPICS_PER_ALARM) return [];
          const told = (alarm.tells ?? [alarm.watched]).filter((name) => environment.onCall[name]);
          return [tooMany(environment, { told, region, length })];
        }),
      ),
    ),
  );
  // Several alarms of a component, and several environments that inherit its on-call, are one mistake.
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

interface Told {
  readonly told: readonly string[];
  readonly region: string;
  readonly length: number;
}

function tooMany(environment: Environment, { told, region, length }: Told): Diagnostic {
  const [only, second] = told;
  const one = only === undefined || second !== undefined ? [] : [`on-call.${only}`];
  return diagnosticAt(placeIn(environment, ...one, 'on-call'), {
    code: 'TOO_MANY',
    message: `on-call of ${listed(told)} is ${length} topics in ${region}, and an alarm tells ${TOPICS_PER_ALARM} at most`,
    fix: 'name one topic in that region that tells the others',
  });
}

/** Topics of a region that an alarm tells, as constructs/target-alarms.ts has it: those of the on-call of what it watches, each once. */
function toldBy(
  { severity, watched, tells = [watched] }: ResolvedAlarm,
  onCall: Readonly<Record<string, readonly string[]>>,
  region: string,
): string[] {
  if (severity !== 'high') return [];
  return topicsIn(region, [...new Set(tells.flatMap((component) => onCall[component] ?? []))]);
}
