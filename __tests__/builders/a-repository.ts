import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeProject, type ProjectFiles } from './write-project';

const WHO = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];

/** A git repository that a test writes and commits to; it is gone when the test file is done. */
export interface Repository {
  readonly folder: string;
  git(...args: readonly string[]): string;
  write(files: ProjectFiles): void;
  /** What is not there is gone already. */
  remove(file: string): void;
  /** Commits everything and answers with its id. */
  commit(): string;
}

export function aRepository(files: ProjectFiles = {}): Repository {
  const repository = repositoryIn(writeProject(files));
  repository.git('init', '--quiet', '--initial-branch=main');
  return repository;
}

/** What stands in a folder already. */
export function repositoryIn(folder: string): Repository {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', folder, ...WHO, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
  return {
    folder,
    git,
    write(files) {
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), content);
      }
    },
    remove: (file) => rmSync(join(folder, file), { recursive: true, force: true }),
    commit() {
      git('add', '--all');
      git('commit', '--quiet', '--no-verify', '--allow-empty', '-m', 'a');
      return git('rev-parse', 'HEAD');
    },
  };
}
