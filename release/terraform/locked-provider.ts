import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ReleaseError } from '../release-error';

/** The one Terraform provider of this project, at the version that .terraform.lock.hcl pins. */
export interface LockedProvider {
  /** `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  readonly version: string;
  /** As Terraform names it: `linux_amd64`. */
  readonly platform: string;
}

const LOCK_FILE = '.terraform.lock.hcl';
const PROVIDER = /provider "(registry\.terraform\.io\/hashicorp\/aws)" \{\s*version\s*=\s*"([^"]+)"/;

/** Reads which provider this machine needs from the project's lock file. */
export function lockedProvider(folder = projectFolder()): LockedProvider {
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
  return readFileSync(existsSync(own) ? own : join(projectFolder(), LOCK_FILE), 'utf8');
}

/** The folder of the lock file, looked for upwards: this code runs from source and from a bundle in node_modules/.cache. */
export function projectFolder(from = __dirname): string {
  if (existsSync(join(from, LOCK_FILE))) return from;
  const parent = dirname(from);
  if (parent === from)
    throw new ReleaseError('prerequisite', `no ${LOCK_FILE} above ${__dirname}: check out the whole project`);
  return projectFolder(parent);
}

/** Node's names of a system and a processor in Go's words, which Terraform uses in paths. */
export function terraformPlatform(system: string, processor: string): string {
  const systems: Record<string, string> = { win32: 'windows' };
  const processors: Record<string, string> = { x64: 'amd64', ia32: '386' };
  return `${systems[system] ?? system}_${processors[processor] ?? processor}`;
}
