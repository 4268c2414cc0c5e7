import { counted } from './target-words';

/** A part of the page that is there as a whole, or not. */
export type Part = string;

/** What belongs together on the page. */
export interface Section {
  readonly parts: readonly Part[];
  /** Of the page, where sections want more than there is: what one leaves goes to the others, in their order. */
  readonly sharePercent: number;
  /** The command that shows everything of it. */
  readonly shownBy: string;
}

const BETWEEN = '\n\n';
/** For saying that something is missing. */
const RESERVE = 200;

/** A page no longer than this: no long section keeps another from being read, and each says what is missing in it. */
export function joinSections(sections: readonly Section[], longest: number): string {
  const wanted = sections.map(({ parts }) => lengthOf(parts));
  const own = sections.map(({ sharePercent }, index) =>
    Math.min(wanted[index] ?? 0, Math.floor((longest * sharePercent) / 100)),
  );
  let spare = longest - own.reduce((sum, length) => sum + length, 0);
  const fitting = sections.flatMap((section, index) => {
    const more = Math.min(spare, (wanted[index] ?? 0) - (own[index] ?? 0));
    spare -= more;
    return cut(section, (own[index] ?? 0) + more);
  });
  return `${fitting.join(BETWEEN)}\n`;
}

function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.length + BETWEEN.length, 0);
}

function cut({ parts, shownBy }: Section, room: number): readonly Part[] {
  if (lengthOf(parts) <= room) return parts;
  const kept: Part[] = [];
  let left = room - RESERVE;
  for (const part of parts) {
    left -= part.length + BETWEEN.length;
    if (left < 0) break;
    kept.push(part);
  }
  const missing = counted(parts.length - kept.length, 'part');
  return [...kept, `**The page is cut here: ${missing} more did not fit.** \`${shownBy}\` shows everything.`];
}
