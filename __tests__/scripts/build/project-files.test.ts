import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoFileList, projectFiles } from '../../../scripts/build/project-files';
import { aRepository } from '../../builders/a-repository';

const FILES = {
  '.gitignore': 'node_modules/\n/reports/\n*.log\n!kept.log\n',
  '.github/CODEOWNERS': '* @team\n',
  'flags/checkout/pay now.yaml': 'description: Pay\n',
  'main.ts': '',
  'docs/reports/one.md': '',
  'kept.log': '',
};
const IGNORED = { 'node_modules/a/index.js': '', 'reports/unit.xml': '', 'docs/debug.log': '' };

test('projectFiles() finds in an archive what git tracks in the repository that it was made of', async () => {
  const repository = aRepository(FILES);
  execFileSync('git', ['-C', repository.folder, 'add', '--force', ...Object.keys(FILES)]);
  repository.commit();
  repository.write(IGNORED);
  const archive = mkdtempSync(join(tmpdir(), 'dynconf-archive-'));
  try {
    cpSync(repository.folder, archive, { recursive: true, filter: (source) => !/\.git$/.test(source) });
    const tracked = await projectFiles(repository.folder);
    expect([...tracked].sort()).toEqual(Object.keys(FILES).sort());
    expect(await projectFiles(archive)).toEqual([...tracked].sort());
  } finally {
    rmSync(archive, { recursive: true, force: true });
  }
});

test('projectFiles() guesses nothing where git is there and fails', async () => {
  const repository = aRepository(FILES);
  rmSync(join(repository.folder, '.git', 'HEAD'));
  await expect(projectFiles(repository.folder)).rejects.toThrow(NoFileList);
});
