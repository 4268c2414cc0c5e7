import fc from 'fast-check';
import type { Window } from '../../../compiler/project';
import type { WindowRule } from '../../../delivery/pipeline/delivery-plan';
import {
  partsLeftOut,
  WINDOW_MARGIN_MINUTES,
  windowCondition,
  windowsLeftOut,
} from '../../../delivery/pipeline/plan-window';
import { isAnyOpen } from '../../../release/gate/windows';
import { MINUTES_OF_A_WEEK, minutesOfCron, SPANS_OF_AN_HOUR, subsetsOf } from '../../builders/weekly-cron';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** A Monday. */
const MONDAY_MS = Date.UTC(2026, 10, 23);
const WEEK = Array.from({ length: MINUTES_OF_A_WEEK }, (_, minute) => minute);

function aWindow(overrides: Partial<Window> = {}): Window {
  return { days: 'mon-fri', from: '09:00', to: '16:00', timeZone: 'Europe/Dublin', ...overrides };
}

function cronOf(...windows: Window[]): string | undefined {
  return ruleOf(windows)?.cron;
}

function ruleOf(windows: readonly Window[]): WindowRule | undefined {
  const [rule] = windowCondition(windows)?.rules ?? [];
  return rule?.type === 'window' ? rule : undefined;
}

test('windowCondition() lets a stage wait for its window, in its time zone, and not enter shortly before its end', () => {
  expect(windowCondition([aWindow()])).toEqual({
    result: 'FAIL',
    rules: [
      {
        type: 'window',
        name: 'Window',
        cron: '* * 9-14 ? * MON,TUE,WED,THU,FRI *',
        timeZone: 'Europe/Dublin',
      },
    ],
  });
});

test('windowCondition() takes minutes of each hour of a short window, where that is more than whole hours', () => {
  expect(cronOf(aWindow({ to: '11:00' }))).toBe('* 0-39 9-10 ? * MON,TUE,WED,THU,FRI *');
  expect(cronOf(aWindow({ from: '09:15', to: '09:45' }))).toBe('* 15-24 9 ? * MON,TUE,WED,THU,FRI *');
  expect(cronOf(aWindow({ from: '09:30', to: '12:15' }))).toBe('* 0-54 10-11 ? * MON,TUE,WED,THU,FRI *');
});

test('windowCondition() has the evening of a night before and its small hours', () => {
  expect(cronOf(aWindow({ days: 'mon-sun', from: '22:00', to: '02:00' }))).toBe(
    '* * 0,22-23 ? * MON,TUE,WED,THU,FRI,SAT,SUN *',
  );
  expect(cronOf(aWindow({ days: 'fri', from: '20:00', to: '02:00' }))).toBe('* * 20-23 ? * FRI *');
});

test('windowCondition() spells out days, also over the end of a week', () => {
  expect(cronOf(aWindow({ days: 'sat-mon,wed' }))).toBe('* * 9-14 ? * MON,WED,SAT,SUN *');
});

test('windowCondition() joins windows that one expression can say', () => {
  const morning = aWindow({ from: '09:00', to: '12:20' });
  const afternoon = aWindow({ from: '14:00', to: '16:20' });
  expect(cronOf(morning, afternoon)).toBe('* * 9-11,14-15 ? * MON,TUE,WED,THU,FRI *');
  expect(cronOf(aWindow({ days: 'sun' }), aWindow({ days: 'mon' }))).toBe('* * 9-14 ? * MON,SUN *');
  // Nobody is asked to leave at noon: the other begins.
  expect(cronOf(aWindow({ to: '12:00' }), aWindow({ from: '12:00' }))).toBe(cronOf(aWindow()));
});

test('windowCondition() says the widest part of windows that one expression cannot say', () => {
  const shortFriday = [aWindow({ days: 'mon-thu' }), aWindow({ days: 'fri', to: '12:00' })];
  expect(cronOf(...shortFriday)).toBe('* * 9-14 ? * MON,TUE,WED,THU *');
  const longFriday = [aWindow({ days: 'mon-thu' }), aWindow({ days: 'fri', to: '15:20' })];
  expect(cronOf(...longFriday)).toBe('* * 9-14 ? * MON,TUE,WED,THU,FRI *');
  expect(ruleOf([aWindow(), aWindow({ timeZone: 'UTC', to: '17:00' })])).toMatchObject({
    cron: '* * 9-15 ? * MON,TUE,WED,THU,FRI *',
    timeZone: 'UTC',
  });
});

test('windowCondition() says nothing where nothing could be started in time', () => {
  expect(windowCondition([])).toBeUndefined();
  expect(windowCondition([aWindow({ to: '09:20' })])).toBeUndefined();
  expect(cronOf(aWindow({ to: '09:21' }))).toBe('* 0 9 ? * MON,TUE,WED,THU,FRI *');
});

test('windowsLeftOut() is what the one expression has nothing of', () => {
  const friday = aWindow({ days: 'fri', to: '12:00' });
  const elsewhere = aWindow({ days: 'sat', timeZone: 'UTC' });
  expect(windowsLeftOut([aWindow({ days: 'mon-thu' }), friday, elsewhere])).toEqual([friday, elsewhere]);
  expect(windowsLeftOut([aWindow({ to: '12:20' }), aWindow({ from: '14:00', to: '16:20' })])).toEqual([]);
  const short = aWindow({ to: '09:10' });
  expect(windowsLeftOut([short])).toEqual([short]);
});

test('partsLeftOut() is what no stage enters of a window that it enters otherwise, an hour or longer', () => {
  const night = aWindow({ days: 'mon-thu', from: '22:00', to: '04:00' });
  expect(cronOf(night)).toBe('* * 0-2,22-23 ? * TUE,WED,THU *');
  expect(partsLeftOut([night])).toEqual(['mon 22:00-24:00', 'fri 00:00-03:40']);
  expect(partsLeftOut([{ ...night, days: 'mon' }])).toEqual(['mon 22:00-24:00']);
  const friday = aWindow({ days: 'fri', to: '14:20' });
  expect(partsLeftOut([aWindow({ days: 'mon-thu', to: '15:20' }), friday])).toEqual([
    'mon,tue,wed,thu 14:00-15:00',
  ]);
});

test('partsLeftOut() says nothing of the rest of an hour, and of what windowsLeftOut() names', () => {
  expect(partsLeftOut([aWindow({ from: '09:30' })])).toEqual([]);
  expect(partsLeftOut([aWindow({ days: 'mon-thu' }), aWindow({ days: 'fri', to: '12:00' })])).toEqual([]);
  expect(partsLeftOut([aWindow({ to: '09:10' })])).toEqual([]);
});

const TIME = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

/** Windows of one zone, in which the gate has the same clock every week. */
function windowsWith(time: fc.Arbitrary<string>, days: readonly string[]): fc.Arbitrary<Window[]> {
  const window = fc.record({
    days: fc.subarray([...days], { minLength: 1 }).map((chosen) => chosen.join(',')),
    from: time,
    to: time,
    timeZone: fc.constant('UTC'),
  });
  return fc.array(
    window.filter(({ from, to }) => from !== to),
    { minLength: 1, maxLength: 3 },
  );
}

/** Of each minute of a week whether the gate says yes, then and for the whole margin. */
function entriesByTheGate(windows: readonly Window[]): boolean[] {
  const open = WEEK.map((minute) => isAnyOpen(windows, new Date(MONDAY_MS + minute * 60_000)));
  return WEEK.map((minute) =>
    Array.from({ length: WINDOW_MARGIN_MINUTES + 1 }, (_, later) => minute + later).every(
      (later) => open[later % MINUTES_OF_A_WEEK],
    ),
  );
}

test('windowCondition() never lets in a minute at which the gate would not be open, then and for the margin', () => {
  fc.assert(
    fc.property(windowsWith(TIME, DAYS), (windows) => {
      const entries = entriesByTheGate(windows);
      const rule = ruleOf(windows);
      if (rule) expect(minutesOfCron(rule.cron).filter((minute) => !entries[minute])).toEqual([]);
      else expect(entries).not.toContain(true);
    }),
    { numRuns: 8 },
  );
});

test('windowCondition() is as wide as the widest of all products of days, hours and minutes', () => {
  const hours = [7, 8, 9, 10];
  const time = fc
    .tuple(fc.constantFrom(...hours), fc.constantFrom('00', '10', '30', '45'))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
  const some = windowsWith(time, ['mon', 'tue', 'wed']).filter((windows) =>
    windows.every(({ from, to }) => from < to),
  );
  fc.assert(
    fc.property(some, (windows) => {
      const entries = entriesByTheGate(windows);
      const isIn = (day: number, hour: number, [first, last]: readonly [number, number]): boolean =>
        entries.slice((day * 24 + hour) * 60 + first, (day * 24 + hour) * 60 + last + 1).every(Boolean);
      const sizes = SPANS_OF_AN_HOUR.flatMap((span) =>
        subsetsOf([0, 1, 2]).map((days) => {
          const within = hours.filter((hour) => days.every((day) => isIn(day, hour, span)));
          return days.length * within.length * (span[1] - span[0] + 1);
        }),
      );
      const cron = cronOf(...windows);
      expect(cron === undefined ? 0 : minutesOfCron(cron).length).toBe(Math.max(0, ...sizes));
    }),
    { numRuns: 10 },
  );
});
