import type { Diagnostic } from '../../compiler/diagnostic';
import type { LoadedProject } from '../../compiler/load-project';
import { isLocal } from '../../compiler/names';
import type { Project } from '../../compiler/project';
import { checkSideBySide } from '../../compiler/side-by-side/check-side-by-side';
import { selectorOf, targetsOf, targetsOfEnvironment } from '../../compiler/targets';
import type { CompareQuestion } from './compared-folder';
import type { Io } from '../command';
import { loadComparedProject } from './compared-project';

/** What in loaded definitions cannot be valid at the same time as those of another revision; what is not compared is told. */
export async function checkBase(
  io: Pick<Io, 'err' | 'signal'>,
  question: CompareQuestion,
  { project, sources }: LoadedProject,
): Promise<readonly Diagnostic[]> {
  const before = await loadComparedProject(io, question);
  const notYet = `nothing is compared with ${question.base} until the mistakes are corrected`;
  for (const note of project ? before.notes : [notYet]) io.err(`${note}\n`);
  if (!project || !before.project) return [];
  const gone = placesGone(before.project, project);
  if (gone.length > 0) io.err(`${leftBehind(gone)}\n`);
  return checkSideBySide(before.project, project, sources);
}

/** Environments, and regions of those that stay; temporary ones are removed before their definition is. */
function placesGone(before: Project, now: Project): string[] {
  const left = new Set(targetsOf(now).map(selectorOf));
  return before.environments
    .filter((environment) => !environment.temporary && !isLocal(environment))
    .flatMap((environment) => {
      const selectors = targetsOfEnvironment(environment).map(selectorOf);
      const gone = selectors.filter((selector) => !left.has(selector));
      return gone.length === selectors.length ? [environment.name] : gone;
    });
}

function leftBehind(gone: readonly string[]): string {
  const places = gone.join(', ');
  return `${places} ${gone.length === 1 ? 'is' : 'are'} gone: what is applied there stays in AWS and is served on, destroy it before this is merged (docs/temporary-environments.md#a-lasting-environment)`;
}
