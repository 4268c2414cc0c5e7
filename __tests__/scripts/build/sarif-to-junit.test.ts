import { type Finding, findingsIn, mergeSarif, sarifLog } from '../../../scripts/build/sarif';
import { sarifToJunit } from '../../../scripts/build/sarif-to-junit';

const finding: Finding = {
  rule: 'no-eval',
  level: 'error',
  message: 'eval <is> bad',
  file: 'a b/ü.ts',
  line: 3,
  column: 7,
};

describe('sarifLog()', () => {
  it('sarifLog() and findingsIn() are each other backwards, file names with spaces included', () => {
    const findings: Finding[] = [finding, { ...finding, level: 'warning' }, { ...finding, level: 'note' }];
    const log = sarifLog('eslint', findings);
    expect(log.runs[0]?.results[0]?.locations?.[0]?.physicalLocation.artifactLocation.uri).toBe(
      'a%20b/%C3%BC.ts',
    );
    expect(findingsIn(log)).toEqual(findings);
  });

  it('sarifLog() names every rule once, those that found nothing, too', () => {
    const log = sarifLog('eslint', [finding, finding], ['eqeqeq', 'no-eval']);
    expect(log.runs[0]?.tool.driver.rules).toEqual([{ id: 'eqeqeq' }, { id: 'no-eval' }]);
  });

  it('findingsIn() reads what another tool leaves out: a level is a warning, a place is the first line', () => {
    const run = { tool: { driver: { name: 'x' } }, results: [{ ruleId: 'r', message: { text: 'm' } }] };
    const log = { $schema: '', version: '2.1.0' as const, runs: [run] };
    expect(findingsIn(log)).toEqual([
      { rule: 'r', level: 'warning', message: 'm', file: '.', line: 1, column: 1 },
    ]);
  });
});

describe('sarifToJunit()', () => {
  it('sarifToJunit() makes a case of each rule, failed where it found an error, with every place', () => {
    const log = sarifLog('eslint', [finding, { ...finding, line: 9 }], ['eqeqeq']);
    const report = sarifToJunit('lint', log);
    expect(report).toContain('<testsuites name="lint" tests="2" failures="1"');
    expect(report).toContain('name="eqeqeq" file="." line="1" time="0"/>');
    expect(report).toMatch(/name="no-eval" file="a b\/ü.ts" line="3" time="0">\s+<failure/);
    expect(report).toContain('a b/ü.ts:9:7 eval &#60;is&#62; bad');
  });

  it('sarifToJunit() passes a rule that only warns, and tells what it said', () => {
    const report = sarifToJunit('lint', sarifLog('eslint', [{ ...finding, level: 'warning' }]));
    expect(report).toContain('tests="1" failures="0"');
    expect(report).toContain('<system-out>a b/ü.ts:3:7 eval &#60;is&#62; bad</system-out>');
  });

  it('sarifToJunit() has a case for a tool without rules and findings: an empty report looks like none', () => {
    expect(sarifToJunit('secrets', sarifLog('secretlint', []))).toContain('name="finds nothing"');
  });

  it('sarifToJunit() keeps the tools of merged logs apart', () => {
    const log = mergeSarif([sarifLog('tsc', []), sarifLog('dynconf', [finding])]);
    const report = sarifToJunit('compile', log);
    expect(report).toContain('<testsuite name="tsc" tests="1" failures="0"');
    expect(report).toContain('<testsuite name="dynconf" tests="1" failures="1"');
  });
});
