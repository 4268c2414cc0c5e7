import type { Diagnostic } from '../compiler/diagnostic';
import type { LoadedProject } from '../compiler/load-project';
import { checkSideBySide } from '../compiler/side-by-side/check-side-by-side';
import type { BaseQuestion } from './base-revision';
import type { Io } from './command';
import { loadBaseProject } from './load-base';

/** What in loaded definitions cannot be valid at the same time as those of another revision; what is not compared is told. */
export async function checkBase(
  io: Pick<Io, 'err' | 'signal'>,
  question: BaseQuestion,
  { project, sources }: LoadedProject,
): Promise<readonly Diagnostic[]> {
  const before = await loadBaseProject(io, question);
  const notYet = `nothing is compared with ${question.base} until the mistakes are corrected`;
  for (const note of project ? before.notes : [notYet]) io.err(`${note}\n`);
  return project && before.project ? checkSideBySide(before.project, project, sources) : [];
}
