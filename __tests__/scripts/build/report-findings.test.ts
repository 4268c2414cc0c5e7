import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFindings } from '../../../scripts/build/report-findings';
import { type Finding, sarifLog } from '../../../scripts/build/sarif';
import type { StepOutcome } from '../../../scripts/build/step';

const folder = mkdtempSync(join(tmpdir(), 'dynconf-findings-'));
const AT = { rule: 'r', message: 'm', file: 'a.ts', line: 1, column: 2 };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(...levels: Finding['level'][]): { outcome: StepOutcome; said: string } {
  let said = '';
  const place = {
    project: folder,
    reports: folder,
    allTests: false,
    say: (text: string) => void (said += text),
  };
  const findings = levels.map((level) => ({ ...AT, level }));
  return { outcome: reportFindings('lint', [sarifLog('x', findings)], place), said };
}

describe('reportFindings()', () => {
  it('reportFindings() is red with an error alone', () => {
    expect(report('warning', 'note').outcome).toMatchObject({
      result: 'passed',
      findings: 0,
      note: '1 warning, 1 note',
    });
    expect(report('error', 'error', 'warning').outcome).toMatchObject({ result: 'failed', findings: 2 });
  });

  it('reportFindings() says errors and warnings, and leaves notes to the reports', () => {
    expect(report('error', 'note').said).toBe('a.ts:1:2  error  r\n  m\n');
  });

  it('reportFindings() names the reports that it has written', () => {
    const { reports } = report().outcome;
    expect(reports).toEqual(['reports/findings/lint.xml', 'reports/sarif/lint.sarif']);
    const missing = reports.filter((name) => !existsSync(join(folder, name.replace('reports/', ''))));
    expect(missing).toEqual([]);
  });
});
