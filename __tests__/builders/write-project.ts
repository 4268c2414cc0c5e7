import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** By path, relative to the definitions folder. */
export type ProjectFiles = Readonly<Record<string, string | Uint8Array>>;

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes files into a folder of their own and answers with its path; it is gone when the test file is done. */
export function writeProject(files: ProjectFiles): string {
  const root = mkdtempSync(join(tmpdir(), 'dynconf-project-'));
  folders.push(root);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return root;
}

/** The least that has no mistakes: one flag, one operations document, local and beta. */
export const SMALL_PROJECT: ProjectFiles = {
  'environments/local.yaml': 'regions: [us-east-1]\n',
  'environments/beta.yaml': 'account: "111111111111"\nregions: [us-east-1, eu-west-1]\n',
  'flags/checkout/pay.yaml':
    'description: Pay\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: true }\n',
  'opconfig/checkout.yaml': 'owner: team-a\ndefault: { log-level: info }\n',
};
