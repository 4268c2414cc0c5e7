import { isLocal } from '../../compiler/names';
import { pause } from '../appconfig/await-deployments';
import { alarmFindings, type GateOptions } from './gate';
import { type AlarmFinding, isAgainst } from './gate-alarms';
import { lookAtWave, type WavePlaces } from './look-at-wave';
import { readAccess } from '../read-access';
import { ReleaseError } from '../release-error';
import { timeIn } from './time-in';

/** Is what a wave was given well, `bakeMinutes` after it was complete? Plain data. */
export interface BakeQuestion extends WavePlaces {
  /** When the release began: what was complete before that is not of it. @default - the last rollout counts, whenever it was */
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
 * - `skipped`: nothing was deployed by this release
 * - `alarmed`: the health of a region went off
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
 * that a person has taken back ends it.
 */
export async function bakeWave(question: BakeQuestion, options: BakeOptions): Promise<BakeVerdict> {
  const { environment, wave } = question;
  let counted: Date | undefined;
  for (;;) {
    const look = await lookAtWave(question, (place) => readAccess(environment, place, options.env));
    const { completedAt, rolledBack, rollingOut } = look;
    if (rolledBack.length > 0) return verdictOf(question, { outcome: 'rolled-back', messages: rolledBack });
    if (rollingOut.length > 0) return verdictOf(question, { outcome: 'rolling-out', messages: rollingOut });
    if (completedAt === undefined || (question.since && completedAt < question.since)) {
      return verdictOf(question, { outcome: 'skipped', messages: [skipMessage(question)] });
    }
    const until = new Date(completedAt.getTime() + wave.bakeMinutes * 60_000);
    const ending: Ending | undefined =
      counted?.getTime() === until.getTime()
        ? { outcome: 'baked', messages: [`nothing went off in ${wave.bakeMinutes} minutes`] }
        : await watch(question, until, options);
    if (ending) {
      const times = { completedAt: completedAt.toISOString(), until: until.toISOString() };
      return { ...verdictOf(question, ending), ...times };
    }
    counted = until;
  }
}

/** Looks at the alarms until then, and once when it is past; answers with what ends the bake early. */
async function watch(
  { environment, wave }: BakeQuestion,
  until: Date,
  options: BakeOptions,
): Promise<Ending | undefined> {
  const { signal, sleep = pause, onProgress } = options;
  const poll =
    options.pollMilliseconds ?? (isLocal(environment) ? LOCAL_POLL_MILLISECONDS : POLL_MILLISECONDS);
  for (let unclear = 0; ;) {
    const all = await alarmFindings({ environment, regions: wave.regions }, options);
    const findings = all.filter(isAgainst);
    const ending = alarmEnding(findings);
    if (ending) return ending;
    unclear = findings.length > 0 ? unclear + 1 : 0;
    if (unclear === UNCLEAR_LOOKS) return { outcome: 'blocked', messages: messagesOf(findings), findings };
    const now = await (options.now?.() ?? timeIn(environment, options.env));
    const left = until.getTime() - now.getTime();
    if (left <= 0 && unclear === 0) return undefined;
    onProgress?.({ until, minutesLeft: Math.max(0, Math.ceil(left / 60_000)) });
    await sleep(left > 0 ? Math.min(poll, left) : poll, signal);
    if (signal?.aborted === true)
      throw new ReleaseError('interrupted', `the bake of ${wave.name} is not over`);
  }
}

function alarmEnding(findings: readonly AlarmFinding[]): Ending | undefined {
  const alarmed = findings.filter(({ state }) => state === 'ALARM');
  if (alarmed.length === 0) return undefined;
  const outcome = alarmed.some(({ type }) => type === 'health') ? 'alarmed' : 'blocked';
  return { outcome, messages: messagesOf(alarmed), findings: alarmed };
}

function messagesOf(findings: readonly AlarmFinding[]): string[] {
  return findings.map(({ message }) => message);
}

function skipMessage({ since }: BakeQuestion): string {
  if (since === undefined) return 'nothing was ever deployed there';
  return `nothing was deployed there since ${since.toISOString()}`;
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
