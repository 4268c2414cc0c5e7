import { isLocal, type StackKind } from '../../compiler/names';
import type { Environment } from '../../compiler/project';
import { pause } from '../pause';
import { type AlarmFinding, findingOf, isAgainst, watchedAlarms, type WatchedPlaces } from './gate-alarms';
import { lookAtAlarms } from './look-at-alarms';
import { readAccess } from '../read-access';
import { ReleaseError } from '../release-error';
import { timeIn } from './time-in';
import { describeWindow, inZone, isAnyOpen, isOpen, nextOpening } from './windows';

/** May a release start in these regions, now? Plain data. */
export interface GateQuestion extends WatchedPlaces {
  /** What would be applied: the foundation may come before its own alarms. @default - any */
  readonly kind?: StackKind;
  /** Regions whose foundation comes with the release that asks. @default none */
  readonly toCome?: readonly string[];
}

export interface GateOptions {
  /** Where DYNCONF_READ_PROFILES and DYNCONF_APPCONFIG_ENDPOINT are. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default timeIn() the environment */
  readonly now?: () => Date | Promise<Date>;
  /** Waits between two looks; tests bring their own. */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal;
}

/** No window is open. */
export interface ClosedWindows {
  readonly type: 'window';
  readonly state: 'CLOSED';
  readonly message: string;
  readonly fix: string;
  /** An ISO instant; absent when no window opens within two weeks. */
  readonly opensAt?: string;
}

export type GateReason = AlarmFinding | ClosedWindows;

export interface GateVerdict {
  readonly environment: string;
  readonly regions: readonly string[];
  /** When it was looked; an ISO instant. */
  readonly at: string;
  readonly isOpen: boolean;
  /** All that speaks against it; empty when it is open. */
  readonly reasons: readonly GateReason[];
  /** Worth knowing, and no hindrance. */
  readonly notes: readonly GateReason[];
}

/** A health alarm has no state until it is evaluated for the first time, moments after it was made (PutCompositeAlarm, CloudWatch API reference). */
const SETTLING_MILLISECONDS = 120_000;
const SETTLING_POLL_MILLISECONDS = 10_000;

/**
 * Looks at alarms and at the clock; everything that speaks against a release is found in one go.
 *
 * Where nothing speaks against it but health alarms that were made just now, it waits for their first state.
 */
export async function evaluateGate(question: GateQuestion, options: GateOptions): Promise<GateVerdict> {
  const { sleep = pause, signal } = options;
  let verdict = await lookOnce(question, options);
  for (let waited = 0; waited < SETTLING_MILLISECONDS; waited += SETTLING_POLL_MILLISECONDS) {
    if (!isSettling(question, verdict)) return verdict;
    await sleep(SETTLING_POLL_MILLISECONDS, signal);
    verdict = await lookOnce(question, options);
  }
  return verdict;
}

function isSettling({ environment }: GateQuestion, { isOpen: mayStart, at, reasons }: GateVerdict): boolean {
  // Alarms of this machine are set by hand: nothing is going to evaluate them.
  if (mayStart || isLocal(environment)) return false;
  return reasons.every(
    (reason) =>
      reason.type === 'health' &&
      reason.state === 'INSUFFICIENT_DATA' &&
      reason.since !== undefined &&
      Date.parse(at) - Date.parse(reason.since) < SETTLING_MILLISECONDS,
  );
}

async function lookOnce(question: GateQuestion, options: GateOptions): Promise<GateVerdict> {
  const { environment, regions } = question;
  const now = await (options.now?.() ?? timeIn(environment, options.env));
  const findings = await alarmFindings(question, options);
  const reasons = [...closedWindows(environment, now), ...findings.filter(isAgainst)];
  return {
    environment: environment.name,
    regions,
    at: now.toISOString(),
    isOpen: reasons.length === 0,
    reasons,
    notes: findings.filter((finding) => !isAgainst(finding)),
  };
}

/** Ends a release that may not start. */
export async function requireOpenGate(question: GateQuestion, options: GateOptions): Promise<GateVerdict> {
  const verdict = await evaluateGate(question, options);
  if (!verdict.isOpen) throw new ReleaseError('refused', describeGate(verdict));
  return verdict;
}

/** What the alarms of these places say, those that are well left out. */
export async function alarmFindings(question: GateQuestion, options: GateOptions): Promise<AlarmFinding[]> {
  const { env, signal } = options;
  const watched = watchedAlarms(question);
  const looks = await lookAtAlarms(
    watched.map(({ alarm }) => alarm),
    { accessTo: (place) => readAccess(question.environment, place, env), ...(signal && { signal }) },
  );
  return watched.flatMap((each, index) => {
    const look = looks[index];
    const finding = look && findingOf(each, look, question);
    return finding ? [finding] : [];
  });
}

/** The verdict in lines for a person. */
export function describeGate({
  environment,
  regions,
  isOpen: mayStart,
  reasons,
  notes,
}: GateVerdict): string {
  const where = `${environment} (${regions.join(', ')})`;
  const head = mayStart ? `a release may start in ${where}` : `no release may start in ${where}`;
  const against = reasons.flatMap(({ message, fix }) => [`  ${message}`, `    fix: ${fix}`]);
  return [head, ...against, ...notes.map(({ message }) => `  note: ${message}`)].join('\n');
}

function closedWindows({ windows }: Environment, now: Date): ClosedWindows[] {
  const [first] = windows;
  if (first === undefined || isAnyOpen(windows, now)) return [];
  const opensAt = nextOpening(windows, now);
  const opening = opensAt && windows.find((window) => isOpen(window, opensAt));
  const next = opensAt && opening ? inZone(opensAt, opening.timeZone) : undefined;
  const message = `it is ${inZone(now, first.timeZone)}, outside of ${windows.map(describeWindow).join(' and ')}`;
  return [
    {
      type: 'window',
      state: 'CLOSED',
      message,
      fix: next === undefined ? 'no window opens within two weeks: correct them' : `release from ${next} on`,
      ...(opensAt && { opensAt: opensAt.toISOString() }),
    },
  ];
}
