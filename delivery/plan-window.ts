import type { Window } from '../compiler/project';
import type { Condition, WindowRule } from './delivery-plan';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTES_OF_AN_HOUR = 60;
const HOURS_OF_A_DAY = 24;

interface Cron {
  readonly minutes: string;
  readonly hours: string;
  readonly days: string;
  readonly timeZone: string;
}

/**
 * Lets a stage wait until a window opens; absent where the windows are more than one cron expression can say.
 *
 * The rules of a condition must all hold, so that several windows are one rule or none. The rule is never wider than
 * the windows: `dynconf gate`, which runs next, knows them to the minute.
 */
export function windowCondition(windows: readonly Window[]): Condition | undefined {
  const cron = together(windows.map(cronOf));
  if (!cron) return undefined;
  const rule: WindowRule = {
    type: 'window',
    name: 'Window',
    cron: `* ${cron.minutes} ${cron.hours} ? * ${cron.days} *`,
    timeZone: cron.timeZone,
  };
  return { result: 'FAIL', rules: [rule] };
}

/** The whole hours inside a window; of a shorter one the minutes up to its end, or to the end of the hour. */
function cronOf({ days, from, to, timeZone }: Window): Cron {
  const start = minuteOf(from);
  // What goes on after midnight is of another day, and a cron expression has one list of days.
  const end = minuteOf(to) > start ? minuteOf(to) : HOURS_OF_A_DAY * MINUTES_OF_AN_HOUR;
  const first = Math.ceil(start / MINUTES_OF_AN_HOUR);
  const last = Math.floor(end / MINUTES_OF_AN_HOUR) - 1;
  const common = { days: daysOf(days), timeZone };
  if (first <= last) return { ...common, minutes: '*', hours: range(first, last) };
  const hour = Math.floor(start / MINUTES_OF_AN_HOUR);
  const until = Math.min(end, (hour + 1) * MINUTES_OF_AN_HOUR) - 1;
  return {
    ...common,
    minutes: range(start % MINUTES_OF_AN_HOUR, until % MINUTES_OF_AN_HOUR),
    hours: String(hour),
  };
}

function together([first, ...others]: readonly Cron[]): Cron | undefined {
  const same = (field: keyof Cron): boolean => others.every((other) => other[field] === first?.[field]);
  if (!first || !same('timeZone') || !same('minutes')) return undefined;
  const all = (field: 'hours' | 'days'): string =>
    [...new Set([first, ...others].flatMap((cron) => cron[field].split(',')))].join(',');
  if (same('days')) return { ...first, hours: all('hours') };
  return same('hours') ? { ...first, days: inOrder(all('days').toLowerCase().split(',')) } : undefined;
}

/** `mon-wed,sat` as `MON,TUE,WED,SAT`: a range over the end of a week is read differently by different crons. */
function daysOf(days: string): string {
  const named = days.split(',').flatMap((part) => {
    const [from = '', to = from] = part.trim().toLowerCase().split('-');
    const [first, last] = [DAYS.indexOf(from), DAYS.indexOf(to)];
    return DAYS.filter((_, day) =>
      first <= last ? day >= first && day <= last : day >= first || day <= last,
    );
  });
  return inOrder(named);
}

function inOrder(days: readonly string[]): string {
  return DAYS.filter((day) => days.includes(day))
    .join(',')
    .toUpperCase();
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * MINUTES_OF_AN_HOUR + minutes;
}

function range(first: number, last: number): string {
  return first === last ? String(first) : `${first}-${last}`;
}
