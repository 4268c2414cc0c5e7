import { casesThatFit } from '../../cli/cases-that-fit';
import type { ReportedCase } from '../../cli/junit-report';

function cases(file: string, count: number, change: Partial<ReportedCase> = {}): ReportedCase[] {
  return Array.from({ length: count }, (_, index) => ({
    suite: file,
    name: `${index}`,
    file,
    line: index + 1,
    failures: [],
    seconds: 1,
    ...change,
  }));
}

test('casesThatFit() leaves everything as it is while there is room', () => {
  expect(casesThatFit([...cases('a', 3), ...cases('b', 2)], 5)).toHaveLength(5);
});

test('casesThatFit() folds the longest files first, and only as many as it must', () => {
  const fitting = casesThatFit([...cases('a', 2), ...cases('b', 9), ...cases('c', 3)], 6);
  expect(fitting.map(({ suite, name }) => `${suite} ${name}`)).toEqual([
    'a 0',
    'a 1',
    'b 9 tests pass',
    'c 0',
    'c 1',
    'c 2',
  ]);
  expect(fitting[2]?.seconds).toBe(9);
});

test('casesThatFit() never hides what failed or was skipped', () => {
  const failed = cases('a', 1, { name: 'red', failures: ['no'] });
  const skipped = cases('a', 1, { name: 'later', isSkipped: true });
  const fitting = casesThatFit([...cases('a', 8), ...failed, ...skipped], 4);
  expect(fitting.map(({ name }) => name)).toEqual(['8 tests pass', 'red', 'later']);
});

test('casesThatFit() folds all that passes where there are more suites than room', () => {
  const suites = Array.from({ length: 9 }, (_, n) => cases(`s${n}`, 2)).flat();
  const failed = cases('s4', 1, { name: 'red', failures: ['no'] });
  const skipped = cases('s5', 1, { name: 'later', isSkipped: true });
  const fitting = casesThatFit([...suites, ...failed, ...skipped], 5);
  expect(fitting.map(({ name }) => name)).toEqual(['red', '18 tests pass', 'later']);
});

test('casesThatFit() counts what fails where even that is too much', () => {
  const fitting = casesThatFit([...cases('a', 3), ...cases('b', 9, { failures: ['no'] })], 5);
  expect(fitting).toHaveLength(5);
  expect(fitting.at(-1)).toMatchObject({ name: '6 more', failures: ['6 more are in the log'] });
});
