import { type Stats, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { LockedProvider } from './locked-provider';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where people and images unpack software; a mirror may lie up to two folders deeper. */
const INSTALL_ROOTS = [
  '/opt',
  '/srv',
  '/usr/local',
  '/usr/local/share',
  '/usr/local/lib',
  '/usr/share',
  '/usr/lib',
  '/var/lib',
];
const DEEPEST_FOLDER = 2;
/** Bounds the search on machines with crowded install roots; about 50 ms. */
const MOST_FOLDERS = 5_000;

/** True when Terraform can take the provider from this folder: unpacked, or as the zip file of the registry. */
export function holdsProvider(mirror: string, { source, version, platform }: LockedProvider): boolean {
  const type = source.slice(source.lastIndexOf('/') + 1);
  const unpacked = join(mirror, source, version, platform);
  const packed = join(mirror, source, `terraform-provider-${type}_${version}_${platform}.zip`);
  return isFolder(unpacked) || exists(packed);
}

/** The folders that Terraform looks into by itself when no CLI configuration says otherwise. */
export function impliedMirrors(env: Variables): string[] {
  const home = env['HOME'] ?? homedir();
  const shared = (env['XDG_DATA_DIRS'] || ['/usr/local/share', '/usr/share'].join(delimiter)).split(
    delimiter,
  );
  const data = [env['XDG_DATA_HOME'] || join(home, '.local', 'share'), ...shared];
  const library = join('Library', 'Application Support', 'io.hashicorp.terraform', 'plugins');
  const roaming = env['APPDATA'] === undefined ? [] : [join(env['APPDATA'], 'terraform.d', 'plugins')];
  const mac = process.platform === 'darwin' ? [join(home, library), join('/', library)] : [];
  return [
    join(home, '.terraform.d', 'plugins'),
    ...data.map((folder) => join(folder, 'terraform', 'plugins')),
    ...mac,
    ...roaming,
  ];
}

/** The first folder of this machine that holds the provider: plugin caches, then unpacked mirrors under install roots. */
export function findMirror(
  env: Variables,
  provider: LockedProvider,
  roots = INSTALL_ROOTS,
): string | undefined {
  const home = env['HOME'] ?? homedir();
  const caches = [env['TF_PLUGIN_CACHE_DIR'] ?? '', join(home, '.terraform.d', 'plugin-cache')].filter(
    (folder) => folder !== '',
  );
  return (
    [...impliedMirrors(env), ...caches].find((folder) => holdsProvider(folder, provider)) ??
    searchRoots(roots, provider)
  );
}

/** Breadth first, so that the shallowest mirror wins and a crowded folder cannot hide it. */
function searchRoots(roots: readonly string[], provider: LockedProvider): string | undefined {
  let level = roots.filter(isFolder);
  let looked = 0;
  for (let depth = 0; depth <= DEEPEST_FOLDER && looked < MOST_FOLDERS; depth += 1) {
    const folders = level.slice(0, MOST_FOLDERS - looked);
    looked += folders.length;
    const found = folders.find((folder) => holdsProvider(folder, provider));
    if (found !== undefined) return found;
    if (depth < DEEPEST_FOLDER) level = folders.flatMap(foldersIn);
  }
  return undefined;
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => join(folder, entry.name));
  } catch {
    return []; // not ours to read
  }
}

function isFolder(path: string): boolean {
  return statusOf(path)?.isDirectory() ?? false;
}

function exists(path: string): boolean {
  return statusOf(path) !== undefined;
}

/** A link to a file or a folder that we may not enter is no mirror; it is not an error either. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
