import fc from 'fast-check';
import type { Window } from '../../compiler/project';
import type { WindowRule } from '../../delivery/delivery-plan';
import { windowCondition } from '../../delivery/plan-window';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

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

test('windowCondition() lets a stage wait for its window, in its time zone', () => {
  expect(windowCondition([aWindow()])).toEqual({
    result: 'FAIL',
    rules: [
      {
        type: 'window',
        name: 'Window',
        cron: '* * 9-15 ? * MON,TUE,WED,THU,FRI *',
        timeZone: 'Europe/Dublin',
      },
    ],
  });
});

test('windowCondition() takes the whole hours of a window, and of a short one its minutes', () => {
  expect(cronOf(aWindow({ from: '09:30', to: '12:15' }))).toBe('* * 10-11 ? * MON,TUE,WED,THU,FRI *');
  expect(cronOf(aWindow({ from: '09:15', to: '09:45' }))).toBe('* 15-44 9 ? * MON,TUE,WED,THU,FRI *');
  expect(cronOf(aWindow({ from: '09:30', to: '10:15' }))).toBe('* 30-59 9 ? * MON,TUE,WED,THU,FRI *');
});

test('windowCondition() ends at midnight: what is after it is of another day', () => {
  expect(cronOf(aWindow({ days: 'fri', from: '22:00', to: '02:00' }))).toBe('* * 22-23 ? * FRI *');
});

test('windowCondition() spells out days, also over the end of a week', () => {
  expect(cronOf(aWindow({ days: 'sat-mon,wed' }))).toBe('* * 9-15 ? * MON,WED,SAT,SUN *');
});

test('windowCondition() joins windows that one expression can say', () => {
  const morning = aWindow({ from: '09:00', to: '11:00' });
  const afternoon = aWindow({ from: '14:00', to: '16:00' });
  expect(cronOf(morning, afternoon)).toBe('* * 9-10,14-15 ? * MON,TUE,WED,THU,FRI *');
  expect(cronOf(aWindow({ days: 'sun' }), aWindow({ days: 'mon' }))).toBe('* * 9-15 ? * MON,SUN *');
});

test('windowCondition() says nothing of windows that it cannot say: the gate knows them', () => {
  expect(windowCondition([])).toBeUndefined();
  expect(windowCondition([aWindow(), aWindow({ timeZone: 'UTC' })])).toBeUndefined();
  expect(windowCondition([aWindow(), aWindow({ days: 'sat', from: '12:00' })])).toBeUndefined();
});

test('windowCondition() never lets in a minute that no window has', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const window = fc.record({
    days: fc.subarray(DAYS, { minLength: 1 }).map((days) => days.join(',')),
    from: time,
    to: time,
    timeZone: fc.constant('UTC'),
  });
  fc.assert(
    fc.property(
      fc.array(
        window.filter(({ from, to }) => from !== to),
        { minLength: 1, maxLength: 2 },
      ),
      (windows) => {
        const rule = ruleOf(windows);
        if (!rule) return;
        const outside = DAYS.flatMap((name, day) =>
          Array.from({ length: 24 * 60 }, (_, minute) => ({ name, day, minute })).filter(
            ({ minute }) =>
              matches(rule.cron, name, minute) && !windows.some((each) => isOpen(each, day, minute)),
          ),
        );
        expect(outside).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});

/** As the contract reads a window: over midnight it is the evening of the day and the morning of the next. */
function isOpen({ days, from, to }: Window, day: number, minute: number): boolean {
  const [start, end] = [from, to].map((text) => {
    const [hours = 0, minutes = 0] = text.split(':').map(Number);
    return hours * 60 + minutes;
  }) as [number, number];
  const named = days.split(',');
  const [today, yesterday] = [DAYS[day] ?? '', DAYS[(day + 6) % 7] ?? ''];
  if (end > start) return named.includes(today) && minute >= start && minute < end;
  return (named.includes(today) && minute >= start) || (named.includes(yesterday) && minute < end);
}

function matches(cron: string, day: string, minute: number): boolean {
  const [, minutes = '', hours = '', , , days = ''] = cron.split(' ');
  return (
    inField(minutes, minute % 60) &&
    inField(hours, Math.floor(minute / 60)) &&
    days.toLowerCase().split(',').includes(day)
  );
}

function inField(field: string, value: number): boolean {
  return field.split(',').some((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return part === '*' || (value >= first && value <= last);
  });
}
