import type { Review } from '../../delivery/review/review';
import { MOST } from '../../delivery/review/review-schema';
import { LARGEST_BYTES } from './read-review';

/** The rest is room for what is not a list of changes. */
const ROOM_BYTES = LARGEST_BYTES * 0.75;

/** A review as a text that readReview() takes: of more than a page could tell the beginning, and what is missing. */
export function storedReview(review: Review): string {
  const changes = beginning(review.changes, ROOM_BYTES);
  const diagnostics = beginning(review.diagnostics, LARGEST_BYTES - ROOM_BYTES - RESERVE_BYTES);
  const notes = [
    ...review.notes,
    ...missing(review.changes.length - changes.length, 'changes'),
    ...missing(review.diagnostics.length - diagnostics.length, 'mistakes and warnings'),
  ];
  // On one line: it is half as long.
  return `${JSON.stringify({ ...review, notes, diagnostics, changes })}\n`;
}

const RESERVE_BYTES = 2_000_000;

function beginning<Item>(items: readonly Item[], roomBytes: number): readonly Item[] {
  let left = roomBytes;
  const end = items.findIndex((item, index) => {
    left -= Buffer.byteLength(JSON.stringify(item)) + 1;
    return left < 0 || index >= MOST;
  });
  return end === -1 ? items : items.slice(0, end);
}

function missing(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what} more are not in this review: it would be too long`];
}
