import { isLocal } from '../../compiler/names';
import { counted } from '../../delivery/review/target-words';
import { pause } from '../pause';
import { alarmFindings, type GateOptions } from './gate';
import { type AlarmFinding, isAgainst } from './gate-alarms';
import { HISTORY_DAYS } from './alarm-history';
import { lookAtWave, type WavePlaces } from './look-at-wave';
import { readAccess } from '../read-access';
import { ReleaseError } from '../release-error';
import { FAILED_FIX, isForgotten, rememberedAlarms, type BakeTime, bakeTimeOf } from './remembered-alarms';
import { timeIn } from './time-in';

/** Is what a wave was given well, `bakeMinutes` after it was complete? Plain data. */
export interface BakeQuestion extends WavePlaces {
  /** When the release began: what was complete before that, and has baked, is not looked at again. @default - it is */
  readonly since?: Date;
}

export interface BakeOptions extends GateOptions {
  /** @default - 15 seconds, or a fifth of one where AppConfig is local and may run fast forward */
  readonly pollMilliseconds?: number;
  readonly onProgress?: (progress: BakeProgress) => void;
}

export interface BakeProgress {
  readonly until: Date;
  readonly minutesLeft: number;
}

/**
 * - `baked`: nothing went off, and everything is still served
 * - `skipped`: nothing was deployed by this release, and what is served has baked before
 * - `alarmed`: the health of a region went off, whoever watched then
 * - `rolled-back`: AppConfig has taken a document back
 * - `blocked`: a blocker went off, or nobody can say how the regions are
 * - `rolling-out`: it is too early, something is still growing
 */
export type BakeOutcome = 'baked' | 'skipped' | 'alarmed' | 'rolled-back' | 'blocked' | 'rolling-out';

export interface BakeVerdict {
  readonly environment: string;
  readonly wave: string;
  readonly regions: readonly string[];
  readonly outcome: BakeOutcome;
  /** One line for each thing that there is to say. */
  readonly messages: readonly string[];
  /** Alarms that ended it. */
  readonly findings: readonly AlarmFinding[];
  /** ISO instants: what was counted from, and to. */
  readonly completedAt?: string;
  readonly until?: string;
}

const POLL_MILLISECONDS = 15_000;
const LOCAL_POLL_MILLISECONDS = 200;
/** One look may fail, and a composite alarm has no state for a moment while it is changed. */
const UNCLEAR_LOOKS = 3;

type Ending = Pick<BakeVerdict, 'outcome' | 'messages'> & Partial<Pick<BakeVerdict, 'findings'>>;

/**
 * Watches a wave until its bake time is over, counted from the last rollout that was complete in any of its regions.
 *
 * AppConfig itself is looked at before and after: a rollout that was complete meanwhile starts the time again, and one
 * that a person has taken back ends it. What the alarms were before this began, and between two looks, CloudWatch knows:
 * what has failed its bake stays failed until something else is complete there.
 */
export async function bakeWave(question: BakeQuestion, options: BakeOptions): Promise<BakeVerdict> {
  const { environment, wave } = question;
  let counted: Date | undefined;
  for (;;) {
    const look = await lookAtWave(question, (place) => readAccess(environment, place, options.env));
    const { completedAt, rolledBack, rollingOut } = look;
    if (rolledBack.length > 0) return verdictOf(question, { outcome: 'rolled-back', messages: rolledBack });
    if (rollingOut.length > 0) return verdictOf(question, { outcome: 'rolling-out', messages: rollingOut });
    if (completedAt === undefined) {
      return verdictOf(question, { outcome: 'skipped', messages: ['nothing was ever deployed there'] });
    }
    const span = bakeTimeOf(wave, completedAt);
    const isOver = counted?.getTime() === completedAt.getTime();
    const ending = await endingOf({ ...question, span, isOver }, options);
    if (ending) {
      const times = { completedAt: completedAt.toISOString(), until: span.until.toISOString() };
      return { ...verdictOf(question, ending), ...times };
    }
    counted = completedAt;
  }
}

interface Baking extends BakeQuestion {
  readonly span: BakeTime;
  /** Watched until then, and nothing was complete meanwhile. */
  readonly isOver: boolean;
}

async function endingOf(baking: Baking, options: BakeOptions): Promise<Ending | undefined> {
  const { since, span, wave, isOver } = baking;
  const remembered = await remember(baking, options);
  if (remembered) return remembered;
  if (isOver)
    return { outcome: 'baked', messages: [`nothing went off in ${counted(wave.bakeMinutes, 'minute')}`] };
  const now = await timeOf(baking, options);
  if (since && span.from < since && span.until <= now) {
    return { outcome: 'skipped', messages: skipMessages(baking, { since, now }) };
  }
  return watch(baking, options);
}

/** Who cannot say what the alarms were is asked again; then it is no silence. */
async function remember(baking: Baking, options: BakeOptions): Promise<Ending | undefined> {
  const { environment, wave, span } = baking;
  for (let looks = 1; ; looks += 1) {
    const findings = await rememberedAlarms({ environment, regions: wave.regions }, span, options);
    const ending = alarmEnding(findings);
    if (ending || findings.length === 0) return ending;
    if (looks === UNCLEAR_LOOKS) return { outcome: 'blocked', messages: messagesOf(findings), findings };
    await rest(baking, options);
  }
}

/** Looks at the alarms until then, and once when it is past; answers with what ends the bake early. */
async function watch(baking: Baking, options: BakeOptions): Promise<Ending | undefined> {
  const { environment, wave, span } = baking;
  for (let unclear = 0; ;) {
    const all = await alarmFindings({ environment, regions: wave.regions }, options);
    const findings = all.filter(isAgainst);
    const ending = alarmEnding(findings);
    if (ending) return ending;
    unclear = findings.length > 0 ? unclear + 1 : 0;
    if (unclear === UNCLEAR_LOOKS) return { outcome: 'blocked', messages: messagesOf(findings), findings };
    const left = span.until.getTime() - (await timeOf(baking, options)).getTime();
    if (left <= 0 && unclear === 0) return undefined;
    options.onProgress?.({ until: span.until, minutesLeft: Math.max(0, Math.ceil(left / 60_000)) });
    await rest(baking, options, left);
  }
}

/** Until the next look, or until so many milliseconds are over. */
async function rest({ environment, wave }: Baking, options: BakeOptions, left = 0): Promise<void> {
  const { signal, sleep = pause } = options;
  const poll =
    options.pollMilliseconds ?? (isLocal(environment) ? LOCAL_POLL_MILLISECONDS : POLL_MILLISECONDS);
  await sleep(left > 0 ? Math.min(poll, left) : poll, signal);
  if (signal?.aborted === true) throw new ReleaseError('interrupted', `the bake of ${wave.name} is not over`);
}

async function timeOf({ environment }: Baking, options: BakeOptions): Promise<Date> {
  return (await options.now?.()) ?? timeIn(environment, options.env);
}

function alarmEnding(all: readonly AlarmFinding[]): Ending | undefined {
  const alarmed = all.filter(({ state }) => state === 'ALARM');
  if (alarmed.length === 0) return undefined;
  const outcome = alarmed.some(({ type }) => type === 'health') ? 'alarmed' : 'blocked';
  const findings = alarmed.map((each) => (each.type === 'health' ? { ...each, fix: FAILED_FIX } : each));
  return { outcome, messages: messagesOf(alarmed), findings };
}

function messagesOf(findings: readonly AlarmFinding[]): string[] {
  return findings.map(({ message }) => message);
}

function skipMessages(
  { environment, wave, span }: Baking,
  { since, now }: { readonly since: Date; readonly now: Date },
): string[] {
  const what = `what is served there since ${span.from.toISOString()}`;
  return [
    `nothing was deployed there since ${since.toISOString()}`,
    isForgotten(environment, span, now)
      ? `what the alarms were in the bake of ${what} is no longer known: CloudWatch keeps it for ${HISTORY_DAYS} days`
      : `${what} has baked: nothing went off in ${counted(wave.bakeMinutes, 'minute')}`,
  ];
}

function verdictOf({ environment, wave }: BakeQuestion, ending: Ending): BakeVerdict {
  return {
    environment: environment.name,
    wave: wave.name,
    regions: wave.regions,
    findings: [],
    ...ending,
  };
}
