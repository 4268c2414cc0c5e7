import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ArtifactFolders } from '../../release/artifact/artifact-files';
import { createManifest, formatManifest } from '../../release/artifact/artifact-manifest';

export const COMMIT_ID = '0123456789abcdef0123456789abcdef01234567';

const LOCK_FILE = `provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = "5.100.0"
  hashes = [
    "zh:054b8dd49f0549c9a7cc27d159e45327b7b65cf404da5e5a20da154b90b8a644",
  ]
}
`;

/** The least that an artifact has: a lock file, a definition, a stack with its document, and code. */
export const ARTIFACT: Readonly<Record<string, string>> = {
  '.terraform.lock.hcl': LOCK_FILE,
  'package-lock.json': '{ "lockfileVersion": 3 }\n',
  'flags/checkout/pay.yaml': 'description: Pay\n',
  'release/deploy/deploy.ts': 'export {};\n',
  'cdktf.out/manifest.json': '{}',
  'cdktf.out/stacks/beta-us-east-1-flags/.terraform.lock.hcl': LOCK_FILE,
  'cdktf.out/stacks/beta-us-east-1-flags/assets/document.json': '{"flags":{}}',
  'cdktf.out/stacks/beta-us-east-1-flags/cdk.tf.json': JSON.stringify(
    {
      provider: { aws: [{ region: 'us-east-1', allowed_account_ids: ['111111111111'] }] },
      resource: { aws_appconfig_application: { checkout: { name: 'checkout' } } },
      terraform: {
        backend: { local: { path: '../../../.dynconf/state/beta-us-east-1-flags.tfstate' } },
        required_providers: { aws: { source: 'aws', version: '5.100.0' } },
      },
    },
    undefined,
    2,
  ),
};

export interface ArtifactFolder extends ArtifactFolders {
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly path: (path: string) => string;
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files; it is gone when the test file is done. */
export function aFolder(files: Readonly<Record<string, string>> = ARTIFACT): ArtifactFolder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'dynconf-artifact-')));
  folders.push(root);
  const path = (inner: string): string => join(root, inner);
  const write = (inner: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(path(inner)), { recursive: true });
    writeFileSync(path(inner), content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return { root, cdktfOut: join(root, 'cdktf.out'), write, path };
}

/** The same, with its manifest. */
export function anArtifact(files: Readonly<Record<string, string>> = ARTIFACT): ArtifactFolder {
  const folder = aFolder(files);
  folder.write('dynconf.manifest.json', formatManifest(createManifest(folder, COMMIT_ID)));
  return folder;
}
