import { formatDiagnostics } from '../compiler/format-diagnostics';
import type { Project } from '../compiler/project';
import { loadDeliverable } from '../delivery/load-deliverable';
import type { Io } from './command';
import { CommandError, EXIT } from './exit-codes';

/** The project in a folder; mistakes are told on stderr and end the command, warnings are for `check` to tell. */
export function loadDefinitions(io: Io, root: string): Project {
  const { project, diagnostics, sources } = loadDeliverable(root);
  if (project && diagnostics.every(({ severity }) => severity !== 'error')) {
    const { length: count } = diagnostics;
    if (count > 0)
      io.err(`${count === 1 ? 'one warning' : `${count} warnings`}: see \`npx dynconf check\`\n`);
    return project;
  }
  const { color, width } = io;
  io.err(`${formatDiagnostics(diagnostics, { format: 'text', sources, color, width })}\n`);
  throw new CommandError(EXIT.notInOrder, 'nothing was done: the definitions are not in order');
}
