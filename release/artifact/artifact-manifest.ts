import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestFile } from './digest-file';
import { type ArtifactFolders, listArtifact } from './artifact-files';
import { lockedProviders } from '../terraform/locked-provider';
import { ReleaseError } from '../release-error';

/** What one build made: every later action applies exactly these files. */
export interface ArtifactManifest {
  readonly format: typeof FORMAT;
  /** Of the trunk; with `+changes` when the checkout held more than the commit, null where nothing knows it. */
  readonly commit: string | null;
  /** Terraform providers of the lock file, with their versions. */
  readonly providers: Readonly<Record<string, string>>;
  /** Path inside the artifact → `sha256:<hex>`, sorted. */
  readonly files: ReadonlyMap<string, string>;
}

const FORMAT = 'dynconf-artifact/1';
export const DIGEST = /^sha256:[0-9a-f]{64}$/;
export const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?(?:\+changes)?$/;

/** Digests every file of the artifact. */
export function createManifest(folders: ArtifactFolders, commit: string | null): ArtifactManifest {
  requireStacks(folders.cdktfOut);
  const { files, irregular } = listArtifact(folders);
  const wrong = [
    ...irregular.map((path) => `${path} is a link or no file: an artifact holds files only`),
    ...[...files.keys()].flatMap((path) => wrongPath(path) ?? []),
    ...collisionsOf([...files.keys()]),
  ];
  if (wrong.length > 0) throw new ReleaseError('failed', wrong.join('\n'));
  return {
    format: FORMAT,
    commit,
    providers: lockedProviders(folders.root),
    files: new Map([...files].map(([path, file]) => [path, digestFile(file)])),
  };
}

/**
 * The one way to write a manifest: sorted, one file per line, so that a shell can read it, too.
 *
 * scripts/verify-artifact.sh refuses any line of another shape.
 */
export function formatManifest({ format, commit, providers, files }: ArtifactManifest): string {
  return [
    '{',
    `  "commit": ${JSON.stringify(commit)},`,
    '  "files": {',
    ...members([...files]),
    '  },',
    `  "format": ${JSON.stringify(format)},`,
    '  "providers": {',
    ...members(Object.entries(providers)),
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Reads a manifest; what formatManifest() would not write in just these bytes is refused, with the reason. */
export function parseManifest(text: string): ArtifactManifest {
  const manifest = shapeOf(text);
  const paths = [...manifest.files.keys()];
  const wrong = [...paths.flatMap((path) => wrongPath(path) ?? []), ...collisionsOf(paths)];
  if (wrong.length > 0) throw new ReleaseError('refused', wrong.join('\n'));
  if (formatManifest(manifest) !== text)
    throw new ReleaseError('refused', 'it is not written as dynconf writes it: something was added or moved');
  return manifest;
}

function shapeOf(text: string): ArtifactManifest {
  const value = parseObject(text);
  const { format, commit, providers, files } = value;
  if (format !== FORMAT) throw new ReleaseError('refused', `its format is not ${FORMAT}`);
  if (commit !== null && !(typeof commit === 'string' && COMMIT.test(commit)))
    throw new ReleaseError('refused', 'its commit is not a commit id');
  if (!isTexts(providers) || !isTexts(files) || !Object.values(files).every((digest) => DIGEST.test(digest)))
    throw new ReleaseError('refused', 'its files or providers are not a map of digests and versions');
  // Sorted again: JavaScript puts names that look like numbers first.
  return { format, commit, providers: sorted(providers), files: new Map(Object.entries(files).sort(byName)) };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new ReleaseError('refused', 'it is not a JSON object');
}

/** A path that could mean something else than a file inside the artifact, on some system or to some tool. */
function wrongPath(path: string): string | undefined {
  const segments = path.split('/');
  if (segments.some((segment) => ['', '.', '..'].includes(segment)))
    return `${JSON.stringify(path)} is not a path inside the artifact`;
  // What Windows takes for a drive or a separator, and what sha256sum, JSON or a terminal write differently.
  if (/[\u0000-\u001f"\\\u007f-\u009f\ufffd]|^[a-z]:|^-/i.test(path) || path.trim() !== path)
    return `${JSON.stringify(path)} has a name that not every system takes for the same`;
  return undefined;
}

/** Names that are one file where upper and lower case, or composed and decomposed letters, are the same. */
function collisionsOf(paths: readonly string[]): string[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const key = path.normalize('NFC').toLowerCase();
    const other = seen.get(key);
    seen.set(key, path);
    return other === undefined ? [] : [`${path} and ${other} are the same file on some systems`];
  });
}

function requireStacks(cdktfOut: string): void {
  if (existsSync(join(cdktfOut, 'stacks'))) return;
  throw new ReleaseError('prerequisite', `${cdktfOut} holds no stacks: run \`npx cdktf synth\` first`);
}

function members(entries: readonly (readonly [string, string])[]): string[] {
  return entries.map(
    ([name, value], index) =>
      `    ${JSON.stringify(name)}: ${JSON.stringify(value)}${index < entries.length - 1 ? ',' : ''}`,
  );
}

function sorted(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).sort(byName));
}

function byName([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : 1;
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string')
  );
}

/** The bytes of a manifest file; undefined where there is none. */
export function readManifest(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ReleaseError('refused', `${file} cannot be read: ${(error as Error).message}`);
  }
}
