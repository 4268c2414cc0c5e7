import { statSync } from 'node:fs';
import type { Diagnostic } from '../compiler/diagnostic';
import { DIAGNOSTIC_FORMATS, formatDiagnostics, type DiagnosticFormat } from '../compiler/format-diagnostics';
import type { LoadedProject } from '../compiler/load-project';
import { compareDiagnostics } from '../compiler/reading/findings';
import { checkSideBySide } from '../compiler/side-by-side/check-side-by-side';
import { loadDeliverable } from '../delivery/load-deliverable';
import type { Input, Io, Run } from './command';
import { CommandError, EXIT } from './exit-codes';
import { loadBaseProject } from './load-base';

/** `dynconf check`: every mistake in the definitions, in one pass; with `--base` also what breaks another revision. */
export const run: Run = async (io, input) => {
  const format = readFormat(input.options['format']);
  requireFolder(input.root);
  const strict = input.options['strict'] === true;
  const loaded = loadDeliverable(input.root, { strict });
  const { sources } = loaded;
  const diagnostics = [...loaded.diagnostics, ...(await sideBySide(io, input, loaded))];
  const sorted = diagnostics.sort(compareDiagnostics);
  const shown = strict ? sorted.map(asError) : sorted;
  print(io, formatDiagnostics(shown, { format, sources, color: io.color, width: io.width }));
  return shown.some(({ severity }) => severity === 'error') ? EXIT.notInOrder : EXIT.done;
};

/** What cannot be valid at the same time as the definitions of the revision that `--base` names. */
async function sideBySide(
  io: Io,
  { root, options }: Input,
  { project, sources }: LoadedProject,
): Promise<readonly Diagnostic[]> {
  const { base } = options;
  if (typeof base !== 'string') return [];
  const before = await loadBaseProject(io, { root, base });
  const notes = project
    ? before.notes
    : [`nothing is compared with ${base} until the mistakes are corrected`];
  for (const note of notes) io.err(`${note}\n`);
  return project && before.project ? checkSideBySide(before.project, project, sources) : [];
}

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
