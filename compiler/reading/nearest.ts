/** `, did you mean x?`, or nothing where no candidate is close. */
export function didYouMean(wrong: string, candidates: Iterable<string>): string {
  const nearest = nearestOf(wrong, candidates);
  return nearest === undefined ? '' : `, did you mean ${nearest}?`;
}

/** The fix for a name that there is not: those that there are, or where there is none what to do instead. */
export function knownOr(names: Iterable<string>, instead: string): string {
  const known = [...names];
  return known.length > 0 ? `known: ${known.join(', ')}` : instead;
}

/** The candidate with the fewest changed letters, if they are few enough to be a slip. */
export function nearestOf(wrong: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  // In a word of one or two letters every change makes another word.
  let fewest = wrong.length < 3 ? 1 : Math.max(1, Math.floor(wrong.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wrong.length) >= fewest) continue;
    const changes = distance(wrong.toLowerCase(), candidate.toLowerCase());
    if (changes < fewest) [best, fewest] = [candidate, changes];
  }
  return best;
}

/** Letters to insert, remove, replace or swap with their neighbour. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const cheapest = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(swapped ? Math.min(cheapest, (beforeLast[column - 2] ?? 0) + 1) : cheapest);
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
