import fc from 'fast-check';
import { compositeAlarms, whenAlarm } from '../../../delivery/targets/composite-alarms';

const triggersOf = (count: number, letters = 10) =>
  Array.from({ length: count }, (_, index) => whenAlarm(`${index}`.padStart(letters, 'a')));

test('whenAlarm() waits for what arms it', () => {
  expect(whenAlarm('a').rule).toBe('ALARM("a")');
  expect(whenAlarm('a', 'b')).toEqual({
    rule: '(ALARM("a") AND NOT INSUFFICIENT_DATA("b"))',
    children: ['a', 'b'],
  });
});

test('compositeAlarms() is one alarm while CloudWatch takes its rule', () => {
  const alarms = compositeAlarms('all', triggersOf(100));
  expect(alarms).toHaveLength(1);
  expect(alarms[0]).toMatchObject({
    name: 'all',
    rule: expect.stringMatching(/^ALARM\("a+0"\) OR /) as string,
  });
});

test('compositeAlarms() groups what one rule cannot name, and ends with the alarm itself', () => {
  expect(
    compositeAlarms('all', triggersOf(101)).map(({ name, children }) => [name, children.length]),
  ).toEqual([
    ['all-dynconf-group-1-1', 100],
    ['all-dynconf-group-1-2', 1],
    ['all', 2],
  ]);
});

test('compositeAlarms() keeps every rule within CloudWatch’s limits and names every alarm, whatever is watched', () => {
  const alarm = fc.record({ letters: fc.integer({ min: 5, max: 255 }), isArmed: fc.boolean() });
  fc.assert(
    fc.property(fc.array(alarm, { minLength: 1, maxLength: 600 }), (watched) => {
      const triggers = watched.map(({ letters, isArmed }, index) => {
        const name = `${index}`.padStart(letters, 'a');
        return whenAlarm(name, isArmed ? `b${name.slice(1)}` : undefined);
      });
      const alarms = compositeAlarms('all', triggers);
      const known = new Set(triggers.flatMap(({ children }) => children));
      for (const { name, rule, children } of alarms) {
        expect(rule.length).toBeLessThanOrEqual(10_240);
        expect(children.length).toBeLessThanOrEqual(100);
        // Each is made before the rule that names it.
        for (const child of children) expect(known.has(child)).toBe(true);
        known.add(name);
      }
      expect(alarms.at(-1)?.name).toBe('all');
      const rules = alarms.map(({ rule }) => rule).join(' ');
      for (const { children } of triggers)
        for (const child of children) expect(rules).toContain(`"${child}"`);
    }),
    { numRuns: 30 },
  );
});
