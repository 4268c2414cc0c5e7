import { allCases, type JestRun } from '../../../scripts/build/jest-to-junit';

const PROJECT = '/project';

function aRun(...files: JestRun['testResults']): JestRun {
  return { testResults: files };
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
