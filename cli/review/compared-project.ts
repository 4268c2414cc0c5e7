import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadProject } from '../../compiler/load-project';
import type { Project } from '../../compiler/project';
import { withComparedFolder, type ComparedFolder, type CompareQuestion } from './compared-folder';
import type { Io } from '../command';
import { findComparePoint } from './compare-point';

/** The definitions of another revision, as far as they can be compared with. */
export interface ComparedProject {
  /** What a person has named. */
  readonly ref: string;
  /** Where the change begins that is compared with it. */
  readonly commit: string;
  /** Absent: there is nothing to compare with, and `notes` says why. */
  readonly project?: Project;
  /** What a comparison does not see, in sentences for a person. */
  readonly notes: readonly string[];
}

/** A file that is left out may leave mistakes in others: of documents in their schemas, of flags in what requires them. */
const MAXIMUM_ROUNDS = 10;
const ENVIRONMENTS = 'environments';

/**
 * The project of another revision, of which no file stays behind.
 *
 * A revision may have mistakes that nobody saw then, or that these checks are the first to see: files with mistakes
 * are left out and named, everything else is compared.
 */
export async function loadComparedProject(
  io: Pick<Io, 'signal'>,
  question: CompareQuestion,
): Promise<ComparedProject> {
  const { revision, notes } = await findComparePoint(io, question);
  const loaded = await withComparedFolder(io, { ...question, base: revision }, (folder) =>
    loadFrom({ ...folder, ref: question.base }, question.root),
  );
  return { ...loaded, notes: [...notes, ...loaded.notes] };
}

function loadFrom(
  { ref, commit, folder, fileCount, leftOut }: ComparedFolder,
  root: string,
): ComparedProject {
  if (fileCount === 0) return { ref, commit, notes: [`${ref} has no definitions: nothing is compared`] };
  const without = [...leftOut];
  const notes: string[] = [];
  for (let round = 0; round < MAXIMUM_ROUNDS; round += 1) {
    const { project, diagnostics } = loadProject(folder, { cache: false });
    if (project) return { ref, commit, project, notes: [...notes, ...notesAbout(ref, without)] };
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const files = [...new Set(errors.map(({ file }) => file))];
    if (files.some((file) => file.startsWith(ENVIRONMENTS))) {
      // Without an environment nothing is served anywhere.
      if (notes.length > 0 || errors.some(({ code }) => code === 'NO_ENVIRONMENTS')) break;
      if (!replaceEnvironments(folder, root)) break;
      notes.push(`the environments of ${ref} have mistakes: those of now are taken for them`);
    } else {
      for (const file of files) rmSync(join(folder, file), { recursive: true, force: true });
      without.push(...files);
    }
  }
  return { ref, commit, notes: [`the definitions of ${ref} have mistakes themselves: nothing is compared`] };
}

/** Where things are served changes seldom, and whoever corrects an environment compares with its mistake. */
function replaceEnvironments(folder: string, root: string): boolean {
  rmSync(join(folder, ENVIRONMENTS), { recursive: true, force: true });
  try {
    cpSync(join(root, ENVIRONMENTS), join(folder, ENVIRONMENTS), { recursive: true, dereference: true });
    return true;
  } catch {
    // They are gone, or not readable, and the check of what is there now says so.
    return false;
  }
}

function notesAbout(ref: string, without: readonly string[]): readonly string[] {
  if (without.length === 0) return [];
  const [first = '', ...more] = [...new Set(without)].sort();
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  const [verb, object] = more.length === 0 ? ['has', 'it is'] : ['have', 'they are'];
  return [`${first}${others} ${verb} mistakes in ${ref}: ${object} not compared`];
}
