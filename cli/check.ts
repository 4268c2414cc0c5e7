import { statSync } from 'node:fs';
import type { Diagnostic } from '../compiler/diagnostic';
import { DIAGNOSTIC_FORMATS, formatDiagnostics, type DiagnosticFormat } from '../compiler/format-diagnostics';
import { compareDiagnostics } from '../compiler/reading/findings';
import { loadDeliverable } from '../delivery/load-deliverable';
import { checkBase } from './check-base';
import type { Input, Io, Run } from './command';
import { CommandError, EXIT } from './exit-codes';

/** `dynconf check`: every mistake in the definitions, in one pass; with `--base` also what breaks another revision. */
export const run: Run = async (io, input) => {
  const format = readFormat(input.options['format']);
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

function readFormat(option: Input['options'][string]): DiagnosticFormat {
  const format = DIAGNOSTIC_FORMATS.find((known) => known === (option ?? 'text'));
  if (format) return format;
  const known = DIAGNOSTIC_FORMATS.join(', ');
  throw new CommandError(EXIT.usage, `--format ${String(option)} is not known: it is one of ${known}`);
}

function requireFolder(root: string): void {
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new CommandError(EXIT.usage, `there is no folder ${root}: name the definitions folder with --root`);
}

function print(io: Io, text: string): void {
  if (text !== '') io.out(`${text}\n`);
}
