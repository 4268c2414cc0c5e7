import { connectAppConfig } from '../release/appconfig-clients';
import { awaitDeployments } from '../release/await-deployments';
import { releasedDeployments } from '../release/released-deployments';
import { openStack } from '../release/stack-folder';
import { requireTerraform, terraformEnvironment } from '../release/terraform-environment';
import type { Run } from './command';
import { EXIT } from './exit-codes';
import { inputStack, pollMilliseconds } from './input-stack';
import { releaseExit } from './release-exit';
import { releaseScreen } from './release-screen';

/** `dynconf await <stack>`: what `cdktf deploy` does not do, following the rollouts that an apply has started. */
export const run: Run = async (io, input) => {
  const { name, cdktfOut } = inputStack(input);
  try {
    const { env } = terraformEnvironment(io.env);
    requireTerraform(env);
    const stack = openStack(cdktfOut, name);
    const deployments = await releasedDeployments(stack, { env, signal: io.signal });
    const clients = connectAppConfig(stack.access);
    try {
      const onEvent = releaseScreen(io);
      await awaitDeployments(clients.control, deployments, {
        onEvent,
        signal: io.signal,
        pollMilliseconds: pollMilliseconds(stack),
      });
    } finally {
      clients.destroy();
    }
    io.err(`done    ${deployments.length} rollouts of ${name} are COMPLETE\n`);
    return EXIT.done;
  } catch (error) {
    throw releaseExit(error);
  }
};
