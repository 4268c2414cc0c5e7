import { SMALL_PROJECT, type ProjectFiles } from '../../builders/write-project';

/**
 * A small project with one mistake.
 *
 * `▶` stands right before the token that the diagnostic must point at; it is not part of the file.
 */
export interface BrokenCase {
  readonly code: string;
  /** What tells it from other cases of the same code. */
  readonly about?: string;
  /** @default 'error' */
  readonly severity?: 'error' | 'warning';
  /** Over those of the small project. Without a `▶` anywhere, the first file at 1:1 is meant. */
  readonly files: ProjectFiles;
  /** Where there is nothing to put a `▶` into: `file:1:1`. */
  readonly at?: string;
  /** Small files that are left out. */
  readonly without?: readonly string[];
  /** True: other diagnostics may come with it. */
  readonly andMore?: boolean;
}

const MARK = '▶';

/** The files as they are written, and where the mark was: `file:line:column`. */
export function unmark({ files, at, without = [] }: BrokenCase): { files: ProjectFiles; at: string } {
  let marked = at;
  const plain = Object.entries(files).map(([file, text]) => {
    if (typeof text !== 'string') return [file, text];
    const offset = text.indexOf(MARK);
    if (offset === -1) return [file, text];
    const before = text.slice(0, offset).split('\n');
    marked = `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    return [file, text.replace(MARK, '')];
  });
  const small = Object.entries(SMALL_PROJECT).filter(([file]) => !without.includes(file));
  return {
    files: { ...Object.fromEntries(small), ...(Object.fromEntries(plain) as ProjectFiles) },
    at: marked ?? `${Object.keys(files)[0]}:1:1`,
  };
}

export const PAY = 'flags/checkout/pay.yaml';
export const BETA = 'environments/beta.yaml';
export const CHECKOUT = 'opconfig/checkout.yaml';

/** A flag whose description and owner are no matter. */
export function flag(rest: string): string {
  return `description: Pay\nowner: team-a\nlifecycle: permanent\n${rest}\n`;
}

/** A flag that is off, with attributes and a default. */
export function flagWith(attributes: string, defaults: string, rest = ''): string {
  return flag(`attributes:\n  ${attributes}\ndefault: ${defaults}\n${rest}`);
}

/** beta, with account and regions. */
export function beta(rest: string): string {
  return `account: "111111111111"\nregions: [us-east-1, eu-west-1]\n${rest}\n`;
}

export function operations(rest: string): string {
  return `owner: team-a\n${rest}\n`;
}
