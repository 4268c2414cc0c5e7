import fc from 'fast-check';
import type { Window } from '../../../compiler/project';
import { describeWindow, inZone, isAnyOpen, isOpen, nextOpening } from '../../../release/gate/windows';

const MINUTE = 60_000;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** UTC offsets of 2026 in minutes, from the IANA database by hand: no `Intl` in the oracle. */
const OFFSETS: Readonly<Record<string, readonly (readonly [from: string, minutes: number])[]>> = {
  'Europe/Dublin': [
    ['2025-10-26T01:00Z', 0],
    ['2026-03-29T01:00Z', 60],
    ['2026-10-25T01:00Z', 0],
  ],
  'America/New_York': [
    ['2025-11-02T06:00Z', -300],
    ['2026-03-08T07:00Z', -240],
    ['2026-11-01T06:00Z', -300],
  ],
};
const CHANGES = Object.values(OFFSETS).flatMap((changes) =>
  changes.slice(1).map(([from]) => Date.parse(from)),
);

function aWindow(overrides: Partial<Window> = {}): Window {
  return { days: 'mon-fri', from: '09:00', to: '16:00', timeZone: 'Europe/Dublin', ...overrides };
}

function at(text: string): Date {
  return new Date(text);
}

/** Says the same as isOpen() in another way: every day on which the window begins is laid out on the wall. */
function isOpenByHand(window: Window, instant: number): boolean {
  const changes = OFFSETS[window.timeZone] ?? [];
  const offset = changes.filter(([from]) => Date.parse(from) <= instant).at(-1)?.[1] ?? 0;
  const wall = new Date(instant + offset * MINUTE);
  const minuteOfWeek = ((wall.getUTCDay() + 6) % 7) * 1440 + wall.getUTCHours() * 60 + wall.getUTCMinutes();
  const [from = 0, to = 0] = [window.from, window.to].map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  });
  return window.days.split(',').some((day) => {
    const begin = DAYS.indexOf(day) * 1440 + from;
    const length = (to - from + 1440) % 1440;
    return (minuteOfWeek - begin + 10080) % 10080 < length;
  });
}

const someTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const someWindow = fc
  .record({
    days: fc.subarray(DAYS, { minLength: 1 }).map((days) => days.join(',')),
    from: someTime,
    to: someTime,
    timeZone: fc.constantFrom(...Object.keys(OFFSETS)),
  })
  .filter(({ from, to }) => from !== to);
/** Any second of 2026, every other one within two days of a change of the clocks. */
const someInstant = fc.oneof(
  fc.integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2026-12-15T00:00Z') }),
  fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 }))
    .map(([change, away]) => change + away),
);

describe('isOpen()', () => {
  test.each([
    ['2026-11-23T09:00:00Z', true, 'from is in it'],
    ['2026-11-23T15:59:59.999Z', true, 'the last moment'],
    ['2026-11-23T16:00:00Z', false, 'to is not in it'],
    ['2026-11-22T10:00:00Z', false, 'a Sunday'],
    ['2026-07-06T08:00:00Z', true, 'nine in summer time'],
    ['2026-07-06T15:00:00Z', false, 'four in summer time'],
  ])('isOpen() at %s is %s: %s', (instant, expected) => {
    expect(isOpen(aWindow(), at(instant))).toBe(expected);
  });

  test.each([
    ['2026-11-22T22:00:00Z', true, 'it begins on Sunday'],
    ['2026-11-23T01:59:00Z', true, 'Monday morning belongs to Sunday'],
    ['2026-11-23T02:00:00Z', false, 'it is over'],
    ['2026-11-23T22:30:00Z', false, 'Monday evening is not Sunday'],
    ['2026-11-22T01:00:00Z', false, 'Sunday morning belongs to Saturday'],
  ])('isOpen() past midnight at %s is %s: %s', (instant, expected) => {
    expect(isOpen(aWindow({ days: 'sun', from: '22:00', to: '02:00' }), at(instant))).toBe(expected);
  });

  test('isOpen() takes a span of days that goes past Sunday', () => {
    const window = aWindow({ days: 'sat-mon, wed' });
    const open = [21, 22, 23, 24, 25, 26].map((day) => isOpen(window, at(`2026-11-${day}T12:00:00Z`)));
    expect(open).toEqual([true, true, true, false, true, false]);
  });

  test('isOpen() has the hour that comes twice in it twice', () => {
    const window = aWindow({ days: 'sun', from: '01:00', to: '02:00' });
    const open = ['T00:30Z', 'T01:30Z', 'T02:30Z'].map((time) => isOpen(window, at(`2026-10-25${time}`)));
    expect(open).toEqual([true, true, false]);
  });

  test('isOpen() says what a table of the offsets of two zones says', () => {
    fc.assert(
      fc.property(someWindow, someInstant, (window, instant) => {
        expect(isOpen(window, new Date(instant))).toBe(isOpenByHand(window, instant));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('isAnyOpen()', () => {
  test('isAnyOpen() without windows is always true, with several when one of them is open', () => {
    expect(isAnyOpen([], at('2026-11-22T03:00:00Z'))).toBe(true);
    const windows = [aWindow(), aWindow({ days: 'sun', from: '03:00', to: '04:00' })];
    expect(isAnyOpen(windows, at('2026-11-22T03:00:00Z'))).toBe(true);
    expect(isAnyOpen(windows, at('2026-11-22T04:00:00Z'))).toBe(false);
  });
});

describe('nextOpening()', () => {
  test.each([
    ['2026-11-20T16:00:00Z', '2026-11-23T09:00:00.000Z', 'after the weekend'],
    ['2026-03-27T17:00:00Z', '2026-03-30T08:00:00.000Z', 'after the weekend that brings summer time'],
    ['2026-11-23T08:59:30Z', '2026-11-23T09:00:00.000Z', 'on the next whole minute'],
    ['2026-11-23T10:00:30Z', '2026-11-23T10:00:30.000Z', 'now, when it is open'],
  ])('nextOpening() at %s is %s: %s', (now, expected) => {
    expect(nextOpening([aWindow()], at(now))?.toISOString()).toBe(expected);
  });

  test('nextOpening() skips the Sunday whose window summer time has skipped', () => {
    const window = aWindow({ days: 'sun', from: '01:15', to: '01:45' });
    expect(nextOpening([window], at('2026-03-29T00:50:00Z'))?.toISOString()).toBe('2026-04-05T00:15:00.000Z');
  });

  test('nextOpening() enters a window that began in the skipped hour when the clock has jumped', () => {
    const window = aWindow({ days: 'sun', from: '01:15', to: '05:00' });
    expect(nextOpening([window], at('2026-03-29T00:50:00Z'))?.toISOString()).toBe('2026-03-29T01:00:00.000Z');
  });

  test('nextOpening() is open, and no minute before it is', () => {
    fc.assert(
      fc.property(fc.array(someWindow, { minLength: 1, maxLength: 3 }), someInstant, (windows, now) => {
        const isOpenAt = (instant: number): boolean => windows.some((each) => isOpenByHand(each, instant));
        const next = nextOpening(windows, new Date(now))?.getTime() ?? NaN;
        expect(isOpenAt(next)).toBe(true);
        const closed = [now];
        for (let minute = Math.ceil(now / MINUTE) * MINUTE; minute < next; minute += MINUTE)
          closed.push(minute);
        expect(next === now || !closed.some(isOpenAt)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('inZone()', () => {
  test('inZone() says weekday, date, time and zone, midnight as 00:00', () => {
    expect(inZone(at('2026-07-05T23:00:00Z'), 'Europe/Dublin')).toBe('Mon 2026-07-06 00:00 Europe/Dublin');
  });
});

describe('describeWindow()', () => {
  test('describeWindow() is how a person would say it', () => {
    expect(describeWindow(aWindow())).toBe('mon-fri 09:00-16:00 Europe/Dublin');
  });
});
