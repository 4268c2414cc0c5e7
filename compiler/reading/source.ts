import { hash } from 'node:crypto';
import type { Span } from '../diagnostic';

/** The text of one file, and where its lines start. */
export class Source {
  #lineStarts: number[] | undefined;
  #sha256: string | undefined;

  constructor(
    /** Relative to the definitions folder, with `/` on every system. */
    readonly file: string,
    /** Without a byte order mark. */
    readonly text: string,
  ) {}

  /** Of the text, in base64. */
  get sha256(): string {
    return (this.#sha256 ??= hash('sha256', this.text, 'base64'));
  }

  /** Lines and columns from 1 of `[start, end)`, both offsets in the text. */
  span(start: number, end: number): Span {
    const from = this.#position(start);
    const to = this.#position(Math.max(start, end));
    return { file: this.file, ...from, endLine: to.line, endColumn: to.column };
  }

  #position(offset: number): { line: number; column: number } {
    // So many things are said of a whole file that its lines need not be counted for it.
    if (offset === 0) return { line: 1, column: 1 };
    this.#lineStarts ??= lineStartsOf(this.text);
    const index = lastAtOrBefore(this.#lineStarts, offset);
    return { line: index + 1, column: offset - (this.#lineStarts[index] ?? 0) + 1 };
  }
}

/** A piece of a source: what a Diagnostic points at. */
export interface Place {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Where something missing from the whole file is reported: line 1, column 1. */
export function startOfSource(source: Source): Place {
  return { source, start: 0, end: 0 };
}

/** The start of a file (or folder) whose text is not known. */
export function startOfFile(file: string): Place {
  return startOfSource(new Source(file, ''));
}

export function spanOf(place: Place): Span {
  return place.source.span(place.start, place.end);
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lastAtOrBefore(sorted: readonly number[], offset: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
