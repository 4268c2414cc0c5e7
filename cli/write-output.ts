import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io, OptionValue } from './command';
import { CommandError, EXIT } from './exit-codes';

/** Writes what a command has made to the file of `--out`, or to stdout. */
export function writeOutput(
  io: Pick<Io, 'out' | 'err'>,
  { text, file }: { readonly text: string; readonly file: OptionValue },
): void {
  if (file === undefined) return io.out(text);
  const path = resolve(String(file));
  try {
    writeFileSync(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(EXIT.usage, `${path} cannot be written${code === undefined ? '' : ` (${code})`}`);
  }
  io.err(`written to ${path}\n`);
}
