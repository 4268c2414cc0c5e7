import type { Measure } from './measure';
import type { Paired } from './pair';

export interface Row {
  readonly measure: Measure;
  readonly paired: Paired;
}

/** Widths of a line of 80 columns: id, title, ours, other, ratio, goal, spread, verdict. */
const WIDTHS = [-3, -32, 9, 9, 7, 6, 7, 7];
const HEADINGS = ['', 'ours / other', 'ours', 'other', 'ratio', 'goal', 'spread', ''];

/** The rows as text, one line each under a line of headings. */
export function formatTable(rows: readonly Row[]): string {
  return [HEADINGS, ...rows.map(cellsOf)].map(formatLine).join('\n');
}

/** True when the row has a goal and the ratio is above it. */
export function isMissed({ measure, paired }: Row): boolean {
  // A ratio that is no number has not met anything.
  return measure.goal !== undefined && !(paired.ratio <= measure.goal);
}

function cellsOf(row: Row): readonly string[] {
  const { measure, paired } = row;
  const { id, title, unit, goal } = measure;
  const verdict = isMissed(row) ? 'missed' : 'met';
  return [
    id,
    title,
    formatQuantity(paired.medianA, unit),
    formatQuantity(paired.medianB, unit),
    paired.ratio.toFixed(2),
    goal === undefined ? '' : goal.toFixed(2),
    paired.spread.toFixed(2),
    goal === undefined ? '' : verdict,
  ];
}

function formatQuantity(value: number, unit: Measure['unit']): string {
  const digits = Math.abs(value) < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${unit}`;
}

function formatLine(cells: readonly string[]): string {
  const padded = cells.map((cell, index) => {
    const width = WIDTHS[index] ?? 0;
    return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
  });
  return padded.join('').trimEnd();
}
