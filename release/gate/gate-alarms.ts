import { fillPlaceholders } from '../../compiler/alarms';
import { accountOf, alarmNameOf, regionOf } from '../../compiler/arn';
import { healthName, isLocal, type StackKind } from '../../compiler/names';
import type { Environment } from '../../compiler/project';
import { hasHealthAlarm } from '../../delivery/targets/monitor-resources';
import { utcMinute } from '../utc-minute';
import type { AlarmId, AlarmLook } from './look-at-alarms';

/** Whose alarms are meant, as plain data. */
export interface WatchedPlaces {
  readonly environment: Environment;
  readonly regions: readonly string[];
  /** What `${component}` in a blocker stands for: the names of all components. @default none */
  readonly components?: readonly string[];
}

/** An alarm that speaks against a release, and in which role. */
export interface WatchedAlarm {
  readonly type: 'health' | 'blocker';
  readonly alarm: AlarmId;
}

/** What one alarm says against a release. */
export interface AlarmFinding {
  readonly type: 'health' | 'blocker';
  readonly state: AlarmLook['state'];
  /** One sentence with everything in it. */
  readonly message: string;
  readonly fix: string;
  readonly alarm: AlarmId;
  /** An ISO instant: when it came into this state. */
  readonly since?: string;
  /** It does not exist, and the release that asks brings the foundation that makes it. */
  readonly isToCome?: true;
}

/** Who asks, and what is about to be made. */
interface Question extends Pick<WatchedPlaces, 'environment'> {
  readonly kind?: StackKind | undefined;
  readonly toCome?: readonly string[];
}

/** Longer reasons of CloudWatch list every datapoint. */
const LONGEST_REASON = 200;
/** An alarm over alarms tells which of them went off by its ARN; its name is what people know, the component is in it. */
const ALARM_ARN = /arn:aws[a-z-]*:cloudwatch:[a-z0-9-]*:\d{12}:alarm:/g;

/** The health alarms of the regions, then the blockers, each once. */
export function watchedAlarms(places: WatchedPlaces): WatchedAlarm[] {
  const { environment, regions } = places;
  const health = hasHealthAlarm(environment)
    ? regions.map((region): WatchedAlarm => ({ type: 'health', alarm: healthAlarm(environment, region) }))
    : [];
  const arns = new Set(regions.flatMap((region) => blockersIn(places, region)));
  return [...health, ...[...arns].map((arn): WatchedAlarm => ({ type: 'blocker', alarm: parseArn(arn) }))];
}

/**
 * What a look at an alarm says; nothing when all is well.
 *
 * A health alarm without data speaks against a release, as AppConfig would roll back a deployment for it ("Monitoring
 * deployments", AppConfig user guide). A blocker is anybody's, and may have no data for most of its life.
 */
export function findingOf(
  { type, alarm }: WatchedAlarm,
  look: AlarmLook,
  { environment, kind, toCome = [] }: Question,
): AlarmFinding | undefined {
  const { state, since } = look;
  if (state === 'OK') return undefined;
  const isMade = kind === 'foundation' || toCome.includes(alarm.region);
  const isToCome = state === 'MISSING' && type === 'health' && isMade;
  const rest = isToCome ? ' yet: the foundation makes it, which comes first' : '';
  return {
    type,
    state,
    message: `${nameOf({ type, alarm })} ${sentenceOf(look)}${rest}`,
    fix: type === 'health' ? healthFix(look, environment) : blockerFix(look, environment),
    alarm,
    ...(since && { since: since.toISOString() }),
    ...(isToCome && { isToCome }),
  };
}

/** Not every finding keeps a release from starting. */
export function isAgainst({ type, state, isToCome }: AlarmFinding): boolean {
  return isToCome !== true && (type === 'health' || state !== 'INSUFFICIENT_DATA');
}

function healthAlarm(environment: Environment, region: string): AlarmId {
  return { name: healthName({ environment, region }), account: environment.account, region };
}

function blockersIn({ environment, components = [] }: WatchedPlaces, region: string): string[] {
  const { name, account, blockers } = environment;
  const place = { environment: name, region, account };
  return blockers.flatMap((blocker) =>
    blocker.includes('${component}') && components.length > 0
      ? components.map((component) => fillPlaceholders(blocker, { ...place, component }))
      : [fillPlaceholders(blocker, place)],
  );
}

/** `arn:aws:cloudwatch:<region>:<account>:alarm:<name>`, which the compiler has checked; a name may have colons. */
function parseArn(arn: string): AlarmId {
  return { region: regionOf(arn), account: accountOf(arn), name: alarmNameOf(arn) };
}

function nameOf({ type, alarm: { name, region, account } }: WatchedAlarm): string {
  return type === 'health'
    ? `the alarm ${name} in ${region}`
    : `the blocker ${name} in ${region} of account ${account}`;
}

function sentenceOf({ state, since, why }: AlarmLook): string {
  if (state === 'MISSING') return 'does not exist';
  const reason = why === undefined ? '' : `: ${reasonText(why)}`;
  if (state === 'UNREADABLE') return `cannot be read${reason}`;
  const time = since === undefined ? '' : ` since ${utcMinute(since)}`;
  return `${state === 'ALARM' ? 'is in ALARM' : 'has INSUFFICIENT_DATA'}${time}${reason}`;
}

/** CloudWatch's reason in a line of ours. */
export function reasonText(why: string): string {
  return why.replace(ALARM_ARN, '').slice(0, LONGEST_REASON);
}

function healthFix({ state, alarm }: AlarmLook, environment: Environment): string {
  const { name: environmentName } = environment;
  if (state === 'UNREADABLE') return readingFix(alarm, environment);
  if (state === 'MISSING') return `apply ${environmentName}-${alarm.region}-foundation first`;
  if (state === 'ALARM') return `find out what is wrong in ${environmentName}/${alarm.region}; it must be OK`;
  return 'see which of its alarms lacks data, and whether the foundation was applied as a whole';
}

function blockerFix({ state, alarm }: AlarmLook, environment: Environment): string {
  if (state === 'UNREADABLE') return readingFix(alarm, environment);
  if (state !== 'MISSING') return 'wait until it is OK';
  return `correct the ARN in the blockers of environments/${environment.name}.yaml, or create the alarm`;
}

function readingFix({ region, account }: AlarmId, environment: Environment): string {
  if (isLocal(environment)) return 'start the local AppConfig: `npx dynconf serve`';
  return `come as somebody who may call cloudwatch:DescribeAlarms in ${region} of account ${account} (docs/access.md)`;
}
