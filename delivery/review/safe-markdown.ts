/** Text from definitions is data: in a page of GitHub it is shown as it is, and means nothing. */

/** Longer values are cut: a page has room for 65,536 characters. */
const LONGEST_VALUE = 400;

/**
 * What a reader would not see, or would see in another order than it is read: controls, format characters such as
 * bidirectional overrides and zero-width ones, separators of lines, and halves of characters (Unicode, general
 * categories Cc, Cf, Zl, Zp, Cs, Co); and variation selectors and fillers, which are none of these.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFE00-\uFE0F\uFFA0]|[\u{E0100}-\u{E01EF}]/gu;

/** One line in which everything can be seen. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A value as JSON on one line, cut where it is very long. */
export function shortJson(value: unknown): string {
  return visible(shortened(JSON.stringify(value) ?? 'nothing'));
}

/** Says how much is missing; never cuts a character in two. */
export function shortened(text: string, length = LONGEST_VALUE): string {
  if (text.length <= length) return text;
  const start = text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
  return `${start} … (${text.length} characters)`;
}

/** Between backticks: no mention notifies anybody, nothing is a link, an image, HTML or a reference. */
export function codeSpan(text: string): string {
  // Cut first: somebody may send megabytes of what has to be written out.
  const line = visible(shortened(text)).trim();
  const fence = '`'.repeat(longestRun(line) + 1);
  // A span cannot be empty, and its own backticks must not touch the fence.
  const content = line === '' ? ' ' : line;
  const space = /^`|`$/.test(content) ? ' ' : '';
  return `${fence}${space}${content}${space}${fence}`;
}

/** A block in which every line is text; its fence is longer than any within. */
export function codeBlock(language: 'diff' | 'text', lines: readonly string[]): string {
  const shown = lines.map((line) => visible(line));
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return [`${fence}${language}`, ...shown, fence].join('\n');
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
