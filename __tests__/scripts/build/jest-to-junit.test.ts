import { allCases, casesThatFit, type JestRun } from '../../../scripts/build/jest-to-junit';
import type { ReportedCase } from '../../../cli/junit-report';

const PROJECT = '/project';

function aRun(...files: JestRun['testResults']): JestRun {
  return { testResults: files };
}

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

describe('allCases()', () => {
  it('allCases() tells failures without colours, what was skipped, where and how long', () => {
    const tests = [
      { fullName: 'a works', status: 'passed', duration: 1500, failureMessages: [], location: { line: 4 } },
      {
        fullName: 'b works',
        status: 'failed',
        duration: 1,
        failureMessages: ['\u001b[31mno\u001b[39m'],
        location: null,
      },
      { fullName: 'c works', status: 'pending', failureMessages: null },
      { fullName: 'd works', status: 'todo', failureMessages: [] },
    ];
    const run = aRun({ name: '/project/__tests__/x.test.ts', message: '', assertionResults: tests });
    expect(allCases(run, PROJECT)).toMatchObject([
      {
        suite: '__tests__/x.test.ts',
        name: 'a works',
        line: 4,
        seconds: 1.5,
        failures: [],
        isSkipped: false,
      },
      { name: 'b works', line: 1, failures: ['no'], isSkipped: false },
      { name: 'c works', failures: [], isSkipped: true },
      { name: 'd works', failures: [], isSkipped: true },
    ]);
  });

  it('allCases() has a failed case for a file that could not run: it has no tests of its own', () => {
    const run = aRun({ name: '/project/x.test.ts', message: 'SyntaxError: }', assertionResults: [] });
    expect(allCases(run, PROJECT)).toMatchObject([{ name: 'runs', failures: ['SyntaxError: }'] }]);
  });
});

describe('casesThatFit()', () => {
  it('casesThatFit() leaves everything as it is while there is room', () => {
    expect(casesThatFit([...cases('a', 3), ...cases('b', 2)], 5)).toHaveLength(5);
  });

  it('casesThatFit() folds the longest files first, and only as many as it must', () => {
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

  it('casesThatFit() never hides what failed or was skipped', () => {
    const failed = cases('a', 1, { name: 'red', failures: ['no'] });
    const skipped = cases('a', 1, { name: 'later', isSkipped: true });
    const fitting = casesThatFit([...cases('a', 8), ...failed, ...skipped], 4);
    expect(fitting.map(({ name }) => name)).toEqual(['8 tests pass', 'red', 'later']);
  });
});
