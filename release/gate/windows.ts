import type { Window } from '../../compiler/project';
import { DAYS, daysOf, minuteOf } from '../../compiler/window-days';

const MINUTE_MS = 60_000;
/** A window that comes once a week may fall into the hour that summer time skips; the one after that is there. */
const FARTHEST_MINUTES = 15 * 24 * 60;

/** What a clock on the wall shows. */
interface WallTime {
  /** 0 is Monday. */
  readonly day: number;
  readonly minute: number;
}

/** Without windows a release may start at any time, with several in any of them. */
export function isAnyOpen(windows: readonly Window[], at: Date): boolean {
  return windows.length === 0 || windows.some((window) => isOpen(window, at));
}

/**
 * Whether a window is open at a moment, by the clock on its own wall: `from` is in it, `to` is not.
 *
 * One that ends before it begins goes on past midnight, and belongs to the day on which it began. An hour that summer
 * time skips is in no window; one that comes twice is in it twice.
 */
export function isOpen(window: Window, at: Date): boolean {
  const { day, minute } = wallTime(window.timeZone, at);
  const [from, to] = [minuteOf(window.from), minuteOf(window.to)];
  const days = daysOf(window.days);
  if (from < to) return days.has(day) && from <= minute && minute < to;
  return (days.has(day) && minute >= from) || (days.has((day + 6) % 7) && minute < to);
}

/** The first minute from now on in which a window is open; absent when none opens within two weeks. */
export function nextOpening(windows: readonly Window[], now: Date): Date | undefined {
  if (isAnyOpen(windows, now)) return now;
  const first = Math.ceil(now.getTime() / MINUTE_MS);
  // Minute by minute: summer time begins and ends on one, and nothing has to be known of it here.
  for (let minute = first; minute <= first + FARTHEST_MINUTES; minute += 1) {
    const at = new Date(minute * MINUTE_MS);
    if (isAnyOpen(windows, at)) return at;
  }
  return undefined;
}

/** `mon-fri 09:00-16:00 Europe/Dublin`. */
export function describeWindow({ days, from, to, timeZone }: Window): string {
  return `${days} ${from}-${to} ${timeZone}`;
}

/** A moment as a person in the zone of a window would say it: `Mon 2026-11-23 09:00 Europe/Dublin`. */
export function inZone(at: Date, timeZone: string): string {
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  return `${parts.get('weekday')} ${date} ${parts.get('hour')}:${parts.get('minute')} ${timeZone}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallTime(timeZone: string, at: Date): WallTime {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  // `Mon 09:05`: making parts of it takes three times as long.
  const [, weekday = '', hour, minute] = /^(\w+),? (\d+):(\d+)$/.exec(format.format(at)) ?? [];
  const day = DAYS.indexOf(weekday.toLowerCase());
  if (day < 0) throw new Error(`${timeZone} says ${format.format(at)}, which is no time`);
  return { day, minute: Number(hour) * 60 + Number(minute) };
}
