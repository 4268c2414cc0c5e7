import { resolve } from 'node:path';
import { STACK_KINDS } from '../../compiler/names';
import type { Project } from '../../compiler/project';
import type { DeployOptions } from '../../release/deploy/deploy';
import { requireOpenGate } from '../../release/gate/gate';
import type { StackFolder } from '../../release/terraform/stack-folder';
import { requireTarget, trunkOf } from '../../release/deploy/trunk';
import { requireIntactArtifact } from '../../release/artifact/verify-artifact';
import type { Input, Io } from '../command';

interface Released {
  readonly project: Project;
  readonly stack: StackFolder;
  readonly cdktfOut: string;
}

/** What a release of a stack has to pass before something of it starts: known-bad documents, gate, artifact. */
export function releaseChecks(
  io: Io,
  input: Input,
  { project, stack, cdktfOut }: Released,
): Pick<DeployOptions, 'trunk' | 'gate' | 'artifact'> {
  const artifact = (): Promise<string> => verified(input, cdktfOut);
  const kind = STACK_KINDS.find((one) => stack.name.endsWith(`-${one}`));
  // Stacks that are there once belong to no environment.
  if (kind === undefined) return { artifact };
  const { environment, region } = requireTarget(project, stack);
  const { endpoint } = stack.access;
  const env = { ...io.env, ...(endpoint !== undefined && { DYNCONF_APPCONFIG_ENDPOINT: endpoint }) };
  return {
    trunk: trunkOf(project, stack),
    gate: async () => {
      const components = project.components.map(({ name }) => name);
      await requireOpenGate({ environment, regions: [region], components, kind }, { env, signal: io.signal });
    },
    artifact,
  };
}

async function verified({ root, options }: Input, cdktfOut: string): Promise<string> {
  const { manifest: file } = options;
  const named = typeof file === 'string' ? { manifestFile: resolve(file) } : {};
  const verdict = await requireIntactArtifact({ root, cdktfOut, ...named });
  if (verdict.kind === 'absent') return `nothing was verified: there is no ${verdict.manifestFile}`;
  const { manifest, digest } = verdict;
  return `${manifest.files.size} files of ${manifest.commit ?? 'no known commit'} are what the build made, ${digest}`;
}
