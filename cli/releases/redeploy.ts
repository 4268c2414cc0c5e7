import { PROFILES, stackName } from '../../compiler/names';
import type { Project } from '../../compiler/project';
import { workloadsOf } from '../../compiler/workloads';
import { redeployStack } from '../../release/deploy/redeploy';
import { requireTarget } from '../../release/deploy/trunk';
import { failedBake } from '../../release/gate/failed-bake';
import { openStack, type StackFolder } from '../../release/terraform/stack-folder';
import { requireTerraform, terraformEnvironment } from '../../release/terraform/terraform-environment';
import type { Io, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { inputStack, pollMilliseconds } from '../input-stack';
import { loadDefinitions } from '../load-definitions';
import { releaseChecks } from './release-checks';
import { releaseExit } from './release-exit';
import { releaseScreen } from './release-screen';

/** `dynconf redeploy <stack> --reason "…"`: the only way to deploy a document again that an alarm has rolled back. */
export const run: Run = async (io, input) => {
  const { name, cdktfOut } = inputStack(input);
  const { reason } = input.options;
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw new CommandError(EXIT.usage, 'say why the document is good after all: --reason "…"');
  }
  try {
    const { env } = terraformEnvironment(io.env);
    requireTerraform(env);
    const stack = openStack(cdktfOut, name);
    const project = loadDefinitions(io, input.root);
    await redeployStack(stack, {
      env,
      onEvent: releaseScreen(io),
      signal: io.signal,
      pollMilliseconds: pollMilliseconds(stack),
      reason,
      failedBake: () => failedBakeOf(io, project, stack),
      ...releaseChecks(io, input, { project, stack, cdktfOut }),
    });
    io.err(`done    ${name} is released, and every document is served\n`);
    return EXIT.done;
  } catch (error) {
    throw releaseExit(error);
  }
};

/** The bake that the pipeline of the stack's workload has judged. */
async function failedBakeOf(
  { env, signal }: Io,
  project: Project,
  stack: StackFolder,
): Promise<readonly string[]> {
  const target = requireTarget(project, stack);
  const workload = workloadsOf(project).find(({ name }) =>
    PROFILES.some((profile) => stackName(target, profile, name) === stack.name),
  );
  const { environment, wave } = target;
  const { endpoint } = stack.access;
  return failedBake(
    { environment, wave, components: workload?.components ?? project.components },
    { env: { ...env, ...(endpoint !== undefined && { DYNCONF_APPCONFIG_ENDPOINT: endpoint }) }, signal },
  );
}
