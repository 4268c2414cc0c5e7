import { compileDocuments } from '../compiler/compile-documents';
import { loadProject } from '../compiler/load-project';
import { PROFILES, stackName } from '../compiler/names';
import { targetsOf } from '../compiler/targets';
import { documentName } from '../release/release-event';
import type { StackFolder } from '../release/stack-folder';
import type { Input, Io } from './command';

/**
 * Says so when a stack was synthesized from other definitions than those in the folder: what is released is the
 * stack, and whoever edits YAML and forgets to synthesize would read "up to date".
 */
export function noteStaleSynth(io: Io, { root }: Input, stack: StackFolder): void {
  const { project } = loadProject(root);
  const target =
    project &&
    targetsOf(project).find((candidate) =>
      PROFILES.some((profile) => stackName(candidate, profile) === stack.name),
    );
  // Definitions with mistakes, or of another project: a released artifact need not come from this folder.
  if (!project || !target) return;
  const current = new Map(
    compileDocuments(project, target)
      .filter(({ profile }) => stackName(target, profile) === stack.name)
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
