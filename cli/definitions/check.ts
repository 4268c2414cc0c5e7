import { statSync } from 'node:fs';
import type { Diagnostic } from '../../compiler/diagnostic';
import { DIAGNOSTIC_FORMATS, formatDiagnostics } from '../../compiler/format-diagnostics';
import { compareDiagnostics } from '../../compiler/reading/findings';
import { loadDeliverable } from '../../delivery/load-deliverable';
import { checkBase } from '../review/check-base';
import type { Io, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { readFormat } from '../read-format';

/** `dynconf check`: every mistake in the definitions, in one pass; with `--base` also what breaks another revision. */
export const run: Run = async (io, input) => {
  const format = readFormat(input.options['format'], DIAGNOSTIC_FORMATS);
  requireFolder(input.root);
  const strict = input.options['strict'] === true;
  const loaded = loadDeliverable(input.root, { strict });
  const { sources } = loaded;
  const { base } = input.options;
  const compared = typeof base === 'string' ? await checkBase(io, { root: input.root, base }, loaded) : [];
  const sorted = [...loaded.diagnostics, ...compared].sort(compareDiagnostics);
  const shown = strict ? sorted.map(asError) : sorted;
  print(io, formatDiagnostics(shown, { format, sources, color: io.color, width: io.width }));
  return shown.some(({ severity }) => severity === 'error') ? EXIT.notInOrder : EXIT.done;
};

function asError(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'error' };
}

function requireFolder(root: string): void {
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new CommandError(EXIT.usage, `there is no folder ${root}: name the definitions folder with --root`);
}

function print(io: Io, text: string): void {
  if (text !== '') io.out(`${text}\n`);
}
