import { isLocal } from '../../compiler/names';
import type { Environment, Wave } from '../../compiler/project';
import { readAccess } from '../read-access';
import { utcMinute } from '../utc-minute';
import { type AlarmChange, type AlarmHistory, HISTORY_DAYS, readAlarmHistory } from './alarm-history';
import type { GateOptions } from './gate';
import { type AlarmFinding, findingOf, reasonText, type WatchedPlaces, watchedAlarms } from './gate-alarms';
import { type AlarmLook, lookAtAlarms } from './look-at-alarms';

/** From when to when something was to be well. */
export interface BakeTime {
  readonly from: Date;
  readonly until: Date;
}

const MINUTE_MILLISECONDS = 60_000;
const DAY_MILLISECONDS = 86_400_000;

/** How long a wave bakes what was complete then. */
export function bakeTimeOf({ bakeMinutes }: Pick<Wave, 'bakeMinutes'>, completedAt: Date): BakeTime {
  return {
    from: completedAt,
    until: new Date(completedAt.getTime() + bakeMinutes * MINUTE_MILLISECONDS),
  };
}

/**
 * The health alarms of these places that were in ALARM at any moment of a span, or of which nobody can say.
 *
 * CloudWatch itself remembers: whoever watched then, and whether anybody did, makes no difference. A blocker is not
 * asked: it says that nothing may start now, and nothing about what was released.
 */
export async function rememberedAlarms(
  places: WatchedPlaces,
  span: BakeTime,
  options: GateOptions,
): Promise<AlarmFinding[]> {
  const { environment } = places;
  const { env, signal } = options;
  const alarms = watchedAlarms(places).flatMap(({ type, alarm }) => (type === 'health' ? [alarm] : []));
  const reach = {
    accessTo: (place: { readonly account: string; readonly region: string }) =>
      readAccess(environment, place, env),
    ...(signal && { signal }),
  };
  const histories = await Promise.all(alarms.map((alarm) => readAlarmHistory(alarm, span.from, reach)));
  // After the histories: what happens in between is told twice rather than never.
  const looks = await lookAtAlarms(alarms, reach);
  return looks.flatMap((look, index) => {
    const history = histories[index];
    const finding = history && rememberedOf(look, { history, span, environment });
    return finding ? [finding] : [];
  });
}

/** Whether CloudWatch has forgotten what its alarms were then. */
export function isForgotten(environment: Environment, { from }: BakeTime, now: Date): boolean {
  return !isLocal(environment) && now.getTime() - from.getTime() > HISTORY_DAYS * DAY_MILLISECONDS;
}

interface Remembered {
  readonly history: AlarmHistory;
  readonly span: BakeTime;
  readonly environment: Environment;
}

function rememberedOf(look: AlarmLook, { history, span, environment }: Remembered): AlarmFinding | undefined {
  const { alarm, state } = look;
  if (state === 'MISSING' || state === 'UNREADABLE')
    return findingOf({ type: 'health', alarm }, look, { environment });
  if (history.changes === undefined) return unreadable(history, environment);
  const ring = ringIn(history.changes, span, look);
  if (ring === undefined) return undefined;
  // What is on is told as what is on.
  if (ring.endedAt === undefined && state === 'ALARM')
    return findingOf({ type: 'health', alarm }, look, { environment });
  const end = ring.endedAt ? `to ${utcMinute(ring.endedAt)}` : 'on';
  const start = ring.at ? `from ${utcMinute(ring.at)} ` : `when the bake began, at ${utcMinute(span.from)}, `;
  return {
    type: 'health',
    state: 'ALARM',
    message:
      `the alarm ${alarm.name} in ${alarm.region} was in ALARM ${start}${end}, ` +
      `in the bake from ${utcMinute(span.from)} to ${utcMinute(span.until)}` +
      (ring.why === undefined ? '' : `: ${reasonText(ring.why)}`),
    fix: FAILED_FIX,
    alarm,
    ...(ring.at && { since: ring.at.toISOString() }),
  };
}

/** What to do about a document that failed its bake. */
export const FAILED_FIX =
  'commit a change or a revert of what is served there, or say that it is good: ' +
  '`npx dynconf redeploy <stack> --reason "…"`; a new bake counts after that';

interface Ring {
  /** Absent when it was on before the span began, and nobody knows since when. */
  readonly at?: Date;
  readonly endedAt?: Date;
  readonly why?: string;
}

function ringIn(
  changes: readonly AlarmChange[],
  { from, until }: BakeTime,
  look: AlarmLook,
): Ring | undefined {
  const first = changes.find(({ at }) => at > from);
  const start = changes.findLast(({ at }) => at <= from);
  const isOnAtStart = (start?.to ?? first?.from) === 'ALARM';
  if (isOnAtStart) return { ...(start && beginOf(start)), ...endOf(changes.filter(({ at }) => at > from)) };
  // Without a change it is what it was.
  if (changes.length === 0) {
    const isOld = look.since === undefined || look.since < until || look.since <= from;
    return look.state === 'ALARM' && isOld ? { ...(look.since && { at: look.since }) } : undefined;
  }
  const rang = changes.findIndex(({ at, to }) => to === 'ALARM' && at > from && at < until);
  const change = changes[rang];
  return change && { ...beginOf(change), ...endOf(changes.slice(rang)) };
}

function beginOf({ at, why }: AlarmChange): Pick<Ring, 'at' | 'why'> {
  return { at, ...(why !== undefined && { why }) };
}

function endOf(changes: readonly AlarmChange[]): Pick<Ring, 'endedAt'> {
  const end = changes.find(({ to }) => to !== 'ALARM');
  return end ? { endedAt: end.at } : {};
}

function unreadable({ alarm, why = '' }: AlarmHistory, environment: Environment): AlarmFinding {
  const { name, region, account } = alarm;
  const permission = `come as somebody who may call cloudwatch:DescribeAlarmHistory in ${region} of account ${account} (docs/access.md)`;
  return {
    type: 'health',
    state: 'UNREADABLE',
    message: `nobody can say what the alarm ${name} in ${region} was since the rollout was complete: ${why}`,
    fix: isLocal(environment) ? 'start a local AppConfig of this version: `npx dynconf serve`' : permission,
    alarm,
  };
}
