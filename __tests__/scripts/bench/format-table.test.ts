import { formatTable, isMissed } from '../../../scripts/bench/format-table';
import type { Measure } from '../../../scripts/bench/measure';
import { MEASURES } from '../../../scripts/bench/measures';

const paired = { medianA: 12345.6, medianB: 98765.4, ratio: 1.25, spread: 123.45 };

test('formatTable() stays within 80 columns for every measure of the bench', () => {
  const lines = formatTable(MEASURES.map((measure) => ({ measure, paired }))).split('\n');
  expect(lines).toHaveLength(1 + MEASURES.length);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  for (const line of lines.slice(1)) expect(line).toMatch(/ 12346 (ms|MB) {1,2}98765 (ms|MB) +1\.25 /);
});

test('MEASURES have different ids', () => {
  expect(new Set(MEASURES.map(({ id }) => id)).size).toBe(MEASURES.length);
});

test('isMissed() is false at the goal itself and true above it', () => {
  expect(isMissed({ measure: aMeasure({ goal: 1.25 }), paired })).toBe(false);
  expect(isMissed({ measure: aMeasure({ goal: 1.24 }), paired })).toBe(true);
});

test('isMissed() takes a ratio that is no number for a goal that is not met', () => {
  expect(isMissed({ measure: aMeasure({ goal: 1 }), paired: { ...paired, ratio: Number.NaN } })).toBe(true);
});

test('formatTable() gives no verdict where there is no goal', () => {
  const measure = aMeasure({});
  expect(isMissed({ measure, paired })).toBe(false);
  expect(formatTable([{ measure, paired }])).not.toMatch(/met|missed/);
});

function aMeasure(over: Partial<Measure>): Measure {
  return { id: 'x', title: 'ours / other', unit: 'ms', run: async () => paired, ...over };
}
