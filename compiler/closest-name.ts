/** The name a person most likely meant: at most two slips away (one in short names); undefined when none is close. */
export function closestName(word: string, names: readonly string[]): string | undefined {
  const limit = word.length <= 4 ? 1 : 2;
  let closest: { readonly name: string; readonly slips: number } | undefined;
  for (const name of names) {
    if (Math.abs(name.length - word.length) > limit) continue;
    const slips = slipsBetween(word.toLowerCase(), name.toLowerCase());
    if (slips <= limit && (closest === undefined || slips < closest.slips)) closest = { name, slips };
  }
  return closest?.name;
}

/** Letters inserted, left out, mistaken or swapped with their neighbour (optimal string alignment). */
function slipsBetween(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped = row > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[right.length] ?? 0;
}
