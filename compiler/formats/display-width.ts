const TAB_COLUMNS = 4;
/** East Asian wide and fullwidth characters, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Combining marks, joiners and variation selectors. */
const ZERO = /[\p{Mn}\p{Me}\p{Cf}\ufe00-\ufe0f]/u;

/** Columns a terminal uses for a text; a best effort where terminals differ (joined emoji). */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/** Each tab as the same few spaces: line and caret stay together. */
export function expandTabs(text: string): string {
  return text.replaceAll('\t', ' '.repeat(TAB_COLUMNS));
}
