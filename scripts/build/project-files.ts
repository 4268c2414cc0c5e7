import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore from 'ignore';
import { runProgram } from './run-program';

/** git is there and does not say which files it tracks. */
export class NoFileList extends Error {}

/**
 * The files of a project that belong to its revision, relative to its folder.
 *
 * CodePipeline hands a build the commit's files without git's own folder (CodePipeline user guide, "Use CodeBuild with
 * full clone": only that has it). Then every file counts but what `.gitignore` keeps out: packages, reports.
 */
export async function projectFiles(project: string): Promise<readonly string[]> {
  if (!existsSync(join(project, '.git'))) return filesOfArchive(project);
  const tracked = await runProgram(['git', 'ls-files', '-z'], { folder: project });
  if (tracked.exitCode !== 0) throw new NoFileList(tracked.err);
  return tracked.out.split('\0').filter(Boolean);
}

function filesOfArchive(project: string): string[] {
  const kept = ignore().add(readFileSync(join(project, '.gitignore'), 'utf8'));
  const filesIn = (folder: string): string[] =>
    readdirSync(join(project, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return kept.ignores(`${path}/`) ? [] : filesIn(path);
      return entry.isFile() && !kept.ignores(path) ? [path] : [];
    });
  return filesIn('').sort();
}
