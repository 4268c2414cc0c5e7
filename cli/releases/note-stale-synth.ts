import { compileDocuments } from '../../compiler/compile-documents';
import { loadProject } from '../../compiler/load-project';
import { targetsOf } from '../../compiler/targets';
import { releaseStackName, releaseStackNames } from '../../compiler/workloads';
import { documentName } from '../../release/release-event';
import type { StackFolder } from '../../release/terraform/stack-folder';
import type { Input, Io } from '../command';

/**
 * Says so when a stack was synthesized from other definitions than those in the folder: what is released is the
 * stack, and whoever edits YAML and forgets to synthesize would read "up to date".
 */
export function noteStaleSynth(io: Io, { root }: Input, stack: StackFolder): void {
  const { project } = loadProject(root);
  const target =
    project &&
    targetsOf(project).find((candidate) => releaseStackNames(project, candidate).includes(stack.name));
  // Definitions with mistakes, or of another project: a released artifact need not come from this folder.
  if (!project || !target) return;
  const current = new Map(
    compileDocuments(project, target)
      .filter((document) => releaseStackName(project, target, document) === stack.name)
      .map((document) => [documentName(document), document.fingerprint]),
  );
  const synthesized = new Map(
    stack.documents.map((document) => [documentName(document), document.fingerprint]),
  );
  const names = [...new Set([...current.keys(), ...synthesized.keys()])];
  const different = names.filter((name) => current.get(name) !== synthesized.get(name));
  if (different.length === 0) return;
  io.err(`note    ${stack.name} was synthesized from other definitions than those in ${root}:\n`);
  io.err(`        ${different.join(', ')} differ; \`npx cdktf synth\` makes it anew\n`);
}
