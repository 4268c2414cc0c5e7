import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { resolve } from 'node:path';
import { createManifest, formatManifest } from '../../release/artifact/artifact-manifest';
import { aFolder, ARTIFACT, type ArtifactFolder, COMMIT_ID } from './artifact';

const SCRIPTS = resolve(__dirname, '..', '..', 'scripts');

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function sh(script: string, folder: ArtifactFolder, env: Readonly<Record<string, string>>): Finished {
  return spawnSync('sh', [resolve(SCRIPTS, script)], {
    cwd: folder.root,
    env: { PATH: process.env['PATH'] ?? '', DYNCONF_COMMIT: COMMIT_ID, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
}

export function writeManifest(folder: ArtifactFolder): void {
  folder.write('dynconf.manifest.json', formatManifest(createManifest(folder, COMMIT_ID)));
}

/** A folder of programs with an `aws` that signs everything and finds every signature valid. */
export function believingAws(): Readonly<Record<string, string>> {
  const programs = aFolder({
    aws: '#!/bin/sh\ncase "$2" in sign) echo c2lnbmVk ;; verify) echo True ;; esac\n',
  });
  chmodSync(programs.path('aws'), 0o755);
  return { PATH: `${programs.root}:${process.env['PATH'] ?? ''}`, DYNCONF_SIGNING_KEY: 'a key' };
}

export function aSignedArtifact(files: Readonly<Record<string, string>> = ARTIFACT): ArtifactFolder {
  const folder = aFolder(files);
  writeManifest(folder);
  folder.write('dynconf.manifest.sig', 'c2lnbmVk\n');
  return folder;
}
