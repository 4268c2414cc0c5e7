import { formatSummary, summaryJson } from '../../../scripts/build/format-summary';
import type { StepRecord } from '../../../scripts/build/step';

const LINT: StepRecord = {
  name: 'lint',
  seconds: 12.34,
  result: 'failed',
  findings: 3,
  reports: ['reports/findings/lint.xml', 'reports/sarif/lint.sarif'],
  note: '',
};
const SCA: StepRecord = {
  ...LINT,
  name: 'sca',
  seconds: 0.6,
  result: 'skipped',
  findings: 0,
  reports: [],
  note: `the registry has no advisories: ${'405 Method Not Allowed '.repeat(4)}`,
};

describe('formatSummary()', () => {
  it('formatSummary() is a table, then what was skipped and why, then the count', () => {
    expect(formatSummary([LINT, SCA]).split('\n')).toEqual([
      'step  seconds  result   findings  report',
      'lint     12.3  FAILED          3  reports/findings/lint.xml',
      'sca       0.6  SKIPPED         -  -',
      'SKIPPED sca: the registry has no advisories: 405 Method Not Allowed 405 Method',
      '  Not Allowed 405 Method Not Allowed 405 Method Not Allowed',
      'build: 0 passed, 1 failed, 1 skipped',
      '',
    ]);
  });

  it('formatSummary() names what took longer than its budget, and calls it no failure', () => {
    const [fast, slow] = [LINT, { ...SCA, name: 'test', note: '' }].map((record): StepRecord => ({
      ...record,
      result: 'passed',
    }));
    const inTime = [
      { ...fast, seconds: 45 },
      { ...slow, seconds: 180 },
    ] as StepRecord[];
    expect(formatSummary(inTime)).not.toContain('SLOW');
    const late = [
      { ...fast, seconds: 45.1 },
      { ...slow, seconds: 601 },
    ] as StepRecord[];
    expect(formatSummary(late).split('\n').slice(3)).toEqual([
      'SLOW lint: 45.1 seconds of a budget of 45',
      'SLOW test: 601.0 seconds of a budget of 180',
      'SLOW all steps: 646.1 seconds of a budget of 600',
      'build: 2 passed, 0 failed, 0 skipped',
      '',
    ]);
  });

  it('formatSummary() has no line of more than 80 columns, whatever a report is called', () => {
    const long = { ...LINT, name: 'licences', reports: [`reports/${'x'.repeat(90)}`] };
    const widths = formatSummary([long, SCA])
      .split('\n')
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });
});

describe('summaryJson()', () => {
  it('summaryJson() has every step with all its reports, and the counts', () => {
    expect(JSON.parse(summaryJson([LINT, SCA]))).toEqual({
      steps: [LINT, SCA],
      passed: 0,
      failed: 1,
      skipped: 1,
    });
  });
});
