import { redeployStack } from '../release/deploy/redeploy';
import { openStack } from '../release/terraform/stack-folder';
import { requireTerraform, terraformEnvironment } from '../release/terraform/terraform-environment';
import type { Run } from './command';
import { CommandError, EXIT } from './exit-codes';
import { inputStack, pollMilliseconds } from './input-stack';
import { loadDefinitions } from './load-definitions';
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
      ...releaseChecks(io, input, { project, stack, cdktfOut }),
    });
    io.err(`done    ${name} is released, and every document is served\n`);
    return EXIT.done;
  } catch (error) {
    throw releaseExit(error);
  }
};
