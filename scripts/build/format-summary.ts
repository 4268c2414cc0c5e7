import { BUILD_BUDGET_MINUTES, BUILD_STEPS } from '../../delivery/pipeline/plan-build';
import type { StepRecord } from './step';

const WORDS = { passed: 'passed', failed: 'FAILED', skipped: 'SKIPPED' } as const;
const COLUMNS = 80;
const HEADER = ['step', 'seconds', 'result', 'findings', 'report'] as const;

/**
 * What a build did as a table of 80 columns; below it what was skipped, with the reason, and what took longer than its budget.
 *
 * A budget makes nothing red: machines are shared.
 */
export function formatSummary(records: readonly StepRecord[]): string {
  const rows = records.map(({ name, seconds, result, findings, reports }) => [
    name,
    seconds.toFixed(1),
    WORDS[result],
    result === 'skipped' ? '-' : String(findings),
    reports[0] ?? '-',
  ]);
  const table = [HEADER, ...rows];
  const widths = HEADER.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  const lines = table.map((row) => row.map((cell, column) => padded(cell, widths, column)).join('  '));
  return [
    ...lines.map((line) => line.trimEnd().slice(0, COLUMNS)),
    ...notes(records),
    ...overBudget(records),
    countLine(records),
    '',
  ].join('\n');
}

/** The same for machines. */
export function summaryJson(records: readonly StepRecord[]): string {
  return `${JSON.stringify({ steps: records, ...counts(records) }, undefined, 2)}\n`;
}

function padded(cell: string, widths: readonly number[], column: number): string {
  const isNumber = column === 1 || column === 3;
  return isNumber ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
}

function notes(records: readonly StepRecord[]): string[] {
  const noted = records.filter(({ note }) => note !== '');
  return noted.flatMap(({ name, result, note }) =>
    wrapped(`${result === 'skipped' ? 'SKIPPED ' : ''}${name}: ${note}`),
  );
}

function overBudget(records: readonly StepRecord[]): string[] {
  const steps = records.flatMap(({ name, seconds }) => {
    const budget = BUILD_STEPS.find(({ script }) => script === `build:${name}`)?.budgetMinutes;
    return budget === undefined ? [] : slowerThan(budget, { name, seconds });
  });
  const seconds = records.reduce((sum, record) => sum + record.seconds, 0);
  return [...steps, ...slowerThan(BUILD_BUDGET_MINUTES, { name: 'all steps', seconds })];
}

function slowerThan(minutes: number, { name, seconds }: Pick<StepRecord, 'name' | 'seconds'>): string[] {
  const budget = minutes * 60;
  return seconds > budget ? [`SLOW ${name}: ${seconds.toFixed(1)} seconds of a budget of ${budget}`] : [];
}

/** What is continued is indented; a word that is longer than a line stays whole. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= COLUMNS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines;
}

function countLine(records: readonly StepRecord[]): string {
  const { passed, failed, skipped } = counts(records);
  return `build: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function counts(records: readonly StepRecord[]): Record<'passed' | 'failed' | 'skipped', number> {
  const count = (result: StepRecord['result']): number =>
    records.filter((one) => one.result === result).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
