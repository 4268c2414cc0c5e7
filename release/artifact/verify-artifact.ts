import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { type ArtifactFiles, type ArtifactFolders, listArtifact, MANIFEST_FILE } from './artifact-files';
import { type ArtifactManifest, parseManifest, readManifest } from './artifact-manifest';
import { digestFile, digestWithoutCarriageReturns } from './digest-file';
import { ReleaseError } from '../release-error';

export interface VerifyArtifactOptions extends ArtifactFolders {
  /** @default - dynconf.manifest.json beside the folder of stacks */
  readonly manifestFile?: string | undefined;
  /** `sha256:<hex>` of the manifest itself, from whoever checked its signature. @default - any */
  readonly expectedDigest?: string | undefined;
}

/** One way in which the folder is not what the build made. */
export interface ArtifactDifference {
  readonly kind: 'manifest' | 'changed' | 'missing' | 'unlisted' | 'irregular';
  /** Inside the artifact, or the manifest's own. */
  readonly path: string;
  readonly message: string;
}

export type ArtifactVerdict =
  /** Nobody says what the build made: nothing was verified. */
  | { readonly kind: 'absent'; readonly manifestFile: string }
  | {
      readonly kind: 'intact';
      readonly manifestFile: string;
      readonly manifest: ArtifactManifest;
      /** Of the manifest file. */
      readonly digest: string;
    }
  | {
      readonly kind: 'different';
      readonly manifestFile: string;
      readonly differences: readonly ArtifactDifference[];
    };

/** Above this a file is not read a second time to find out whether only its line ends differ. */
const MAX_COMPARED_FILES = 20;

/** Compares every file of the artifact with what the manifest says of it, and finds what it does not mention. */
export async function verifyArtifact(options: VerifyArtifactOptions): Promise<ArtifactVerdict> {
  const manifestFile = resolve(
    options.manifestFile ?? join(dirname(resolve(options.cdktfOut)), MANIFEST_FILE),
  );
  const bytes = readManifest(manifestFile);
  if (bytes === undefined) return { kind: 'absent', manifestFile };
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const different = (differences: readonly ArtifactDifference[]): ArtifactVerdict => ({
    kind: 'different',
    manifestFile,
    differences,
  });
  const manifestIs = (message: string): ArtifactDifference => ({
    kind: 'manifest',
    path: manifestFile,
    message: `${manifestFile}: ${message}`,
  });
  const { expectedDigest } = options;
  if (expectedDigest !== undefined && expectedDigest !== digest)
    return different([manifestIs(`its digest is ${digest}, expected was ${expectedDigest}`)]);
  try {
    const manifest = parseManifest(bytes.toString('utf8'));
    const differences = differencesBetween(manifest, listArtifact(options));
    return differences.length > 0
      ? different(differences)
      : { kind: 'intact', manifestFile, manifest, digest };
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return different(error.message.split('\n').map(manifestIs));
  }
}

/** The verdict on an artifact that is intact, or that nothing is known of; any difference is refused. */
export async function requireIntactArtifact(
  options: VerifyArtifactOptions,
): Promise<Exclude<ArtifactVerdict, { kind: 'different' }>> {
  const verdict = await verifyArtifact(options);
  if (verdict.kind === 'absent' && (options.manifestFile ?? options.expectedDigest) !== undefined)
    throw new ReleaseError(
      'refused',
      `there is no manifest ${verdict.manifestFile}: nothing says what the build made`,
    );
  if (verdict.kind !== 'different') return verdict;
  throw new ReleaseError('refused', formatDifferences(verdict));
}

/** One line each, and what to do where no pipeline is involved. */
export function formatDifferences({
  differences,
  manifestFile,
}: Extract<ArtifactVerdict, { kind: 'different' }>): string {
  return [
    'this is not the artifact that the build made:',
    ...differences.map(({ message }) => `  ${message}`),
    `(in a checkout of your own: ${manifestFile} is of an older build; remove it, or build again)`,
  ].join('\n');
}

function differencesBetween(manifest: ArtifactManifest, found: ArtifactFiles): ArtifactDifference[] {
  const irregular = found.irregular.map((path): ArtifactDifference => ({
    kind: 'irregular',
    path,
    message: `${path} is a link or no file: an artifact holds files only`,
  }));
  const unlisted = [...found.files.keys()]
    .filter((path) => !manifest.files.has(path))
    .map((path): ArtifactDifference => ({
      kind: 'unlisted',
      path,
      message: `${path} is not in the manifest`,
    }));
  const missing = [...manifest.files.keys()]
    .filter((path) => !found.files.has(path))
    .map((path): ArtifactDifference => ({ kind: 'missing', path, message: `${path} is missing` }));
  const all = [...irregular, ...unlisted, ...missing, ...changedFiles(manifest, found)];
  return all.sort((left, right) => (left.path < right.path ? -1 : 1));
}

function changedFiles(manifest: ArtifactManifest, { files }: ArtifactFiles): ArtifactDifference[] {
  const changed: ArtifactDifference[] = [];
  for (const [path, expected] of manifest.files) {
    const file = files.get(path);
    if (file === undefined) continue;
    const digest = digestOf(file);
    if (digest === expected) continue;
    const isCompared = digest !== undefined && changed.length < MAX_COMPARED_FILES;
    const isLineEnds = isCompared && digestWithoutCarriageReturns(file) === expected;
    changed.push({
      kind: 'changed',
      path,
      message: `${path} has changed${isLineEnds ? ': only its line ends, which a checkout with core.autocrlf rewrites' : ''}`,
    });
  }
  return changed;
}

/** Undefined: what was a file when the folder was listed is none any more, or cannot be read. */
function digestOf(file: string): string | undefined {
  try {
    return digestFile(file);
  } catch {
    return undefined;
  }
}
