import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReview } from '../../../cli/review/read-review';
import { storedReview } from '../../../cli/review/stored-review';
import type { Review } from '../../../delivery/review/review';
import { aChange, aReview } from '../../builders/review';
import { writeProject } from '../../builders/write-project';

function readBack(review: Review): Review {
  const file = join(writeProject({}), 'review.json');
  writeFileSync(file, storedReview(review));
  return readReview(file);
}

test('storedReview() is taken back as it was', () => {
  expect(readBack(aReview())).toEqual(aReview());
});

test.each([
  ['more than are read', 120_000, 'é'],
  ['long ones', 300, 'é'.repeat(90_000)],
])('storedReview() of %s is taken back, and says what is missing', (_, length, text) => {
  const edits = [{ path: ['label'], before: text, after: 1 }];
  const changes = Array.from({ length }, (_each, n) => aChange({ flag: `flag-${n}`, edits }));
  const { changes: kept, notes } = readBack(aReview({ changes, notes: ['first'] }));
  expect(kept.length).toBeGreaterThan(50);
  expect(kept.at(-1)).toEqual(changes[kept.length - 1]);
  expect(notes).toEqual([
    'first',
    `${length - kept.length} changes more are not in this review: it would be too long`,
  ]);
});
