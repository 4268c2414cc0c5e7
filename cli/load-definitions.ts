import { formatDiagnostics } from '../compiler/format-diagnostics';
import type { Project } from '../compiler/project';
import { loadDeliverable } from '../delivery/load-deliverable';
import type { Io } from './command';
import { CommandError, EXIT } from './exit-codes';

/** The project in a folder; mistakes and warnings are told on stderr, and mistakes end the command. */
export function loadDefinitions(io: Io, root: string): Project {
  const { project, diagnostics, sources } = loadDeliverable(root);
  const { color, width } = io;
  if (diagnostics.length > 0) {
    io.err(`${formatDiagnostics(diagnostics, { format: 'text', sources, color, width })}\n`);
  }
  if (project && diagnostics.every(({ severity }) => severity !== 'error')) return project;
  throw new CommandError(EXIT.notInOrder, 'nothing was done: the definitions are not in order');
}
