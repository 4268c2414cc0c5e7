import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MANIFEST_FILE } from '../../release/artifact/artifact-files';
import { createManifest, formatManifest } from '../../release/artifact/artifact-manifest';
import { commitId, requireCommit } from '../../release/artifact/commit-id';
import { ReleaseError } from '../../release/release-error';
import type { Run } from '../command';
import { EXIT } from '../exit-codes';
import { cdktfOutOf } from '../input-stack';
import { releaseExit } from './release-exit';

/** `dynconf artifact create`: writes down what the build made; the digest of that goes to stdout, to be signed. */
export const run: Run = async (io, { root, options }) => {
  try {
    const cdktfOut = cdktfOutOf({ options });
    const named = options['commit'];
    const commit = typeof named === 'string' ? requireCommit(named) : commitId(root, io.env);
    const manifest = createManifest({ root, cdktfOut }, commit);
    const file = resolve(String(options['out'] ?? join(dirname(cdktfOut), MANIFEST_FILE)));
    const text = formatManifest(manifest);
    write(file, text);
    const of = commit === null ? 'of no known commit' : `of commit ${commit}`;
    io.err(`${file}: ${manifest.files.size} files ${of}\n`);
    io.out(`sha256:${createHash('sha256').update(text).digest('hex')}\n`);
    return EXIT.done;
  } catch (error) {
    throw releaseExit(error);
  }
};

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new ReleaseError('usage', `the manifest cannot be written: ${(error as Error).message}`);
  }
}
