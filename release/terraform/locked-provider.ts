import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../delivery/project-folder';
import { LOCK_FILE } from '../../delivery/stack-files';
import { ReleaseError } from '../release-error';

/** The one Terraform provider of this project, at the version that .terraform.lock.hcl pins. */
export interface LockedProvider {
  /** `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  readonly version: string;
  /** As Terraform names it: `linux_amd64`. */
  readonly platform: string;
}

const PROVIDER = /provider "(registry\.terraform\.io\/hashicorp\/aws)" \{\s*version\s*=\s*"([^"]+)"/;

/** Reads which provider this machine needs from the project's lock file. */
export function lockedProvider(folder = ownFolder()): LockedProvider {
  const match = PROVIDER.exec(readFileSync(join(folder, LOCK_FILE), 'utf8'));
  const [, source, version] = match ?? [];
  if (source === undefined || version === undefined) {
    throw new ReleaseError(
      'prerequisite',
      `${join(folder, LOCK_FILE)} does not lock registry.terraform.io/hashicorp/aws`,
    );
  }
  return { source, version, platform: terraformPlatform(process.platform, process.arch) };
}

/** Every provider that a lock file pins, with its version; this project's own lock file where the folder has none. */
export function lockedProviders(folder: string): Readonly<Record<string, string>> {
  const blocks = [...lockFileText(folder).matchAll(/^provider "([^"]+)" \{\s*version\s*=\s*"([^"]+)"/gm)];
  return Object.fromEntries(blocks.map(([, source = '', version = '']) => [source, version]));
}

/** The lock file of a folder, or this project's own where the folder has none. */
export function lockFileText(folder: string): string {
  const own = join(folder, LOCK_FILE);
  return readFileSync(existsSync(own) ? own : join(ownFolder(), LOCK_FILE), 'utf8');
}

/** The folder of this project: that of its lock file. */
export function ownFolder(): string {
  const folder = projectFolder();
  if (folder !== undefined) return folder;
  throw new ReleaseError('prerequisite', `no ${LOCK_FILE} above ${__dirname}: check out the whole project`);
}

/** Node's names of a system and a processor in Go's words, which Terraform uses in paths. */
export function terraformPlatform(system: string, processor: string): string {
  const systems: Record<string, string> = { win32: 'windows' };
  const processors: Record<string, string> = { x64: 'amd64', ia32: '386' };
  return `${systems[system] ?? system}_${processors[processor] ?? processor}`;
}
