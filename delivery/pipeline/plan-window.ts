import type { Window } from '../../compiler/project';
import { DAYS, daysOf, minuteOf } from '../../compiler/window-days';
import type { Condition } from './delivery-plan';
import {
  MINUTES_OF_A_DAY,
  MINUTES_OF_A_WEEK,
  MINUTES_OF_AN_HOUR,
  type WeeklyCron,
  widestCron,
} from './widest-cron';

/** CodeBuild starts, the artifact is verified, packages and Terraform are installed. */
const MINUTES_UNTIL_ASKED = 5;
/** Each asks whether a window is open: the gate, that of the wave, its foundation, its first document. */
const ACTIONS_THAT_ASK = 4;
/** How long before its end a window lets nobody in any more: who enters must be able to start what waits. */
export const WINDOW_MARGIN_MINUTES = ACTIONS_THAT_ASK * MINUTES_UNTIL_ASKED;

/** Each wave of an environment, and each workload, waits for the same. */
const known = new WeakMap<readonly Window[], WindowCron>();

interface WindowCron extends WeeklyCron {
  readonly timeZone: string;
}

/**
 * Lets a stage wait until a window opens; absent where no window is longer than the margin.
 *
 * The rules of a condition must all hold, so that several windows are one rule: of all cron expressions that let
 * nobody in outside of the windows the widest, in the time zone of some of them. `dynconf gate`, which runs next, knows
 * them to the minute.
 */
export function windowCondition(windows: readonly Window[]): Condition | undefined {
  const cron = cronWithin(windows);
  if (!cron) return undefined;
  return {
    result: 'FAIL',
    rules: [{ type: 'window', name: 'Window', cron: cron.cron, timeZone: cron.timeZone }],
  };
}

/** The windows in which no stage starts, for the one expression has nothing of them; all, where there is none. */
export function windowsLeftOut(windows: readonly Window[]): Window[] {
  const cron = cronWithin(windows);
  return windows.filter((window) => {
    if (window.timeZone !== cron?.timeZone) return true;
    const isOpen = openMinutes([window]);
    return !cron.minutes.some((minute) => isOpen[minute]);
  });
}

/** What no stage enters of the other windows, an hour or longer: `mon 22:00-24:00`. Shorter is the price of one expression. */
export function partsLeftOut(windows: readonly Window[]): string[] {
  const cron = cronWithin(windows);
  const leftOut = windowsLeftOut(windows);
  const isLeft = entryMinutes(windows.filter((window) => !leftOut.includes(window)));
  for (const minute of cron?.minutes ?? []) isLeft[minute] = false;
  const daysBySpan = new Map<string, string[]>();
  for (const { day, span } of longSpans(isLeft)) daysBySpan.set(span, [...(daysBySpan.get(span) ?? []), day]);
  return [...daysBySpan].map(([span, days]) => `${days.join(',')} ${span}`);
}

/** Spans of a week that last an hour or longer, by the days that they are on. */
function longSpans(isIn: readonly boolean[]): { readonly day: string; readonly span: string }[] {
  const found: { day: string; span: string }[] = [];
  for (let start = 0; start < isIn.length; start += 1) {
    const next = isIn.indexOf(false, start);
    const end = next === -1 ? isIn.length : next;
    if (end - start >= MINUTES_OF_AN_HOUR) found.push(...byDay(start, end));
    start = Math.max(start, end);
  }
  return found;
}

function byDay(start: number, end: number): { readonly day: string; readonly span: string }[] {
  return DAYS.flatMap((day, index) => {
    const midnight = index * MINUTES_OF_A_DAY;
    const [from, to] = [Math.max(start - midnight, 0), Math.min(end - midnight, MINUTES_OF_A_DAY)];
    return from < to ? [{ day, span: `${timeOf(from)}-${timeOf(to)}` }] : [];
  });
}

function timeOf(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / MINUTES_OF_AN_HOUR), minute % MINUTES_OF_AN_HOUR];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function cronWithin(windows: readonly Window[]): WindowCron | undefined {
  const cron = known.get(windows) ?? widestWithin(windows);
  if (cron) known.set(windows, cron);
  return cron;
}

function widestWithin(windows: readonly Window[]): WindowCron | undefined {
  const zones = [...new Set(windows.map(({ timeZone }) => timeZone))];
  const crons = zones.flatMap((timeZone) => {
    const ofZone = windows.filter((window) => window.timeZone === timeZone);
    const cron = widestCron(entryMinutes(ofZone));
    return cron ? [{ ...cron, timeZone }] : [];
  });
  return crons.sort((left, right) => right.minutes.length - left.minutes.length)[0];
}

/** The minutes of a week after which some window stays open for the margin. */
function entryMinutes(windows: readonly Window[]): boolean[] {
  const isOpen = openMinutes(windows);
  const isEntry = new Array<boolean>(MINUTES_OF_A_WEEK).fill(false);
  // Twice around: what is open on Sunday night may go on on Monday.
  let left = 0;
  for (let minute = 2 * MINUTES_OF_A_WEEK - 1; minute >= 0; minute -= 1) {
    left = isOpen[minute % MINUTES_OF_A_WEEK] === true ? left + 1 : 0;
    isEntry[minute % MINUTES_OF_A_WEEK] = left > WINDOW_MARGIN_MINUTES;
  }
  return isEntry;
}

/** One that ends before it begins goes on past midnight, and belongs to the day on which it began. */
function openMinutes(windows: readonly Window[]): boolean[] {
  const isOpen = new Array<boolean>(MINUTES_OF_A_WEEK).fill(false);
  for (const { days, from, to } of windows) {
    const start = minuteOf(from);
    const length = (minuteOf(to) - start + MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY;
    for (const day of daysOf(days)) {
      const first = day * MINUTES_OF_A_DAY + start;
      for (let minute = first; minute < first + length; minute += 1)
        isOpen[minute % MINUTES_OF_A_WEEK] = true;
    }
  }
  return isOpen;
}
