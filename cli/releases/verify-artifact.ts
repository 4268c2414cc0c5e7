import { resolve } from 'node:path';
import { loadProject } from '../../compiler/load-project';
import { DIGEST } from '../../release/artifact/artifact-manifest';
import { checkSynthesized, isAtLeast } from '../../release/policies/check-synthesized';
import {
  formatDifferences,
  type ArtifactVerdict,
  verifyArtifact,
} from '../../release/artifact/verify-artifact';
import type { Io, Run } from '../command';
import { CommandError, EXIT, type ExitCode } from '../exit-codes';
import { cdktfOutOf } from '../input-stack';
import { formatPolicies } from './policy-formats';
import { releaseExit } from './release-exit';

/** `dynconf verify artifact`: whether this folder is, file by file, what the build made. */
export const run: Run = async (io, { root, options }) => {
  const { manifest, digest, format } = options;
  if (format !== 'text' && format !== 'json') throw usage('--format is text or json');
  if (typeof digest === 'string' && !DIGEST.test(digest))
    throw usage('--digest is sha256: and 64 hexadecimal digits');
  const cdktfOut = cdktfOutOf({ options });
  try {
    const verdict = await verifyArtifact({
      root,
      cdktfOut,
      ...(typeof manifest === 'string' && { manifestFile: resolve(manifest) }),
      ...(typeof digest === 'string' && { expectedDigest: digest }),
    });
    if (format === 'json') io.out(`${JSON.stringify(summaryOf(verdict), undefined, 2)}\n`);
    const exitCode = tell(io, verdict);
    return exitCode === EXIT.done ? tellPolicies(io, { root, cdktfOut }) : exitCode;
  } catch (error) {
    throw releaseExit(error);
  }
};

function tell(io: Io, verdict: ArtifactVerdict): ExitCode {
  switch (verdict.kind) {
    case 'absent':
      throw usage(
        `there is no ${verdict.manifestFile}: \`npx dynconf artifact create\` writes it, in the build`,
      );
    case 'intact': {
      const { manifest, digest } = verdict;
      io.err(`intact  ${manifest.files.size} files of ${manifest.commit ?? 'no known commit'}, ${digest}\n`);
      return EXIT.done;
    }
    case 'different':
      io.err(`${formatDifferences(verdict)}\n`);
      return EXIT.notInOrder;
  }
}

/** A build that was led astray signs what it made: what must never run is looked for once more. */
function tellPolicies(io: Io, folders: { readonly root: string; readonly cdktfOut: string }): ExitCode {
  // What a stack may change stands in the definitions, which are part of the artifact.
  const { project } = loadProject(folders.root);
  const { findings, stacks } = checkSynthesized({ ...folders, project });
  const errors = findings.filter((finding) => isAtLeast(finding, 'error'));
  if (errors.length === 0) return EXIT.done;
  io.err(formatPolicies({ stacks, findings: errors }, { format: 'text', threshold: 'error' }));
  return EXIT.notInOrder;
}

function summaryOf(verdict: ArtifactVerdict): object {
  if (verdict.kind !== 'intact') return verdict;
  const { kind, manifestFile, manifest, digest } = verdict;
  return { kind, manifestFile, digest, commit: manifest.commit, files: manifest.files.size };
}

function usage(message: string): CommandError {
  return new CommandError(EXIT.usage, message);
}
