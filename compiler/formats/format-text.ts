import type { Diagnostic } from '../diagnostic';
import { displayWidth, expandTabs } from './display-width';

export interface TextOptions {
  readonly sources: ReadonlyMap<string, string>;
  readonly color: boolean;
  readonly width: number;
}

/** Diagnostics as a person reads them: where, what, the line with a caret, and what to do; a summary at the end. */
export function formatText(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  const lines = new SourceLines(options.sources);
  const paint = options.color ? ANSI : PLAIN;
  const blocks = diagnostics.map((diagnostic) =>
    formatOne(diagnostic, { lines, paint, width: options.width }),
  );
  return [...blocks, summary(diagnostics, options.sources.size)].join('\n\n');
}

type Paint = Readonly<Record<'error' | 'warning' | 'dim' | 'bold', (text: string) => string>>;
const ansi =
  (code: number) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;
const same = (text: string): string => text;
const ANSI: Paint = { error: ansi(31), warning: ansi(33), dim: ansi(2), bold: ansi(1) };
const PLAIN: Paint = { error: same, warning: same, dim: same, bold: same };

interface Page {
  readonly lines: SourceLines;
  readonly paint: Paint;
  readonly width: number;
}

function formatOne(diagnostic: Diagnostic, page: Page): string {
  const { file, line, column, severity, code, message, fix } = diagnostic;
  const { paint } = page;
  return [
    `${paint.bold(`${printable(file)}:${line}:${column}`)}  ${paint[severity](severity)}  ${paint.dim(code)}`,
    `  ${printable(message)}`,
    ...excerpt(diagnostic, page),
    `  ${paint.dim('fix:')} ${printable(fix)}`,
  ].join('\n');
}

/** The line in question and a caret under what is wrong; nothing where there is no such line. */
function excerpt(diagnostic: Diagnostic, { lines, paint, width }: Page): string[] {
  const text = lines.find(diagnostic.file, diagnostic.line);
  if (text === undefined || text.trim() === '') return [];
  const gutter = `  ${diagnostic.line} | `;
  const room = Math.max(20, width - gutter.length);
  const isOneLine = diagnostic.endLine === diagnostic.line;
  const from = diagnostic.column - 1;
  const to = Math.max(from + 1, isOneLine ? diagnostic.endColumn - 1 : text.length);
  const before = printable(expandTabs(text.slice(0, from)));
  const marked = printable(expandTabs(text.slice(from, to)));
  const after = printable(expandTabs(text.slice(to)));
  const start = windowStart(before, marked, room);
  const visible = takeColumns(dropColumns(before + marked + after, start), room);
  const indent = displayWidth(before) - start;
  const carets = Math.max(1, Math.min(displayWidth(marked), room - indent));
  const margin = ' '.repeat(gutter.length - 2);
  return [
    `${paint.dim(gutter)}${visible}`,
    `${paint.dim(`${margin}| `)}${' '.repeat(indent)}${paint[diagnostic.severity]('^'.repeat(carets))}`,
  ];
}

/** How many columns of a long line are left out, so that what is marked can be seen. */
function windowStart(before: string, marked: string, room: number): number {
  const [left, wide] = [displayWidth(before), Math.min(displayWidth(marked), Math.floor(room / 2))];
  return left + wide <= room ? 0 : left - Math.floor(room / 3);
}

function dropColumns(text: string, columns: number): string {
  const characters = [...text];
  let dropped = 0;
  while (dropped < columns && characters.length > 0) dropped += displayWidth(characters.shift() ?? '');
  return ' '.repeat(Math.max(0, dropped - columns)) + characters.join('');
}

function takeColumns(text: string, columns: number): string {
  let taken = '';
  let wide = 0;
  for (const character of text) {
    wide += displayWidth(character);
    if (wide > columns) break;
    taken += character;
  }
  return taken.trimEnd();
}

/** What a file says must not steer the terminal: control characters are shown, not sent. */
function printable(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .replace(/[\n\t]/g, ' ');
}

/** The lines of each file, split when one of them is first shown. */
class SourceLines {
  readonly #split = new Map<string, readonly string[]>();

  constructor(private readonly sources: ReadonlyMap<string, string>) {}

  find(file: string, line: number): string | undefined {
    const text = this.sources.get(file);
    if (text === undefined) return undefined;
    const lines = this.#split.get(file) ?? text.split(/\r?\n/);
    this.#split.set(file, lines);
    return lines[line - 1];
  }
}

function summary(diagnostics: readonly Diagnostic[], files: number): string {
  if (diagnostics.length === 0) return `no mistakes in ${count(files, 'file')}`;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const parts = [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(diagnostics.length > errors ? [count(diagnostics.length - errors, 'warning')] : []),
  ];
  return parts.join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
