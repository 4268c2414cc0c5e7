import { connectAppConfig } from '../release/appconfig-clients';
import { releasedDeployments } from '../release/released-deployments';
import { openStack } from '../release/stack-folder';
import { requireTerraform, terraformEnvironment } from '../release/terraform-environment';
import { verifyDeployments } from '../release/verify-deployments';
import type { Run } from './command';
import { EXIT } from './exit-codes';
import { inputStack } from './input-stack';
import { releaseExit } from './release-exit';

/** `dynconf verify served <stack>`: reads every document back and compares it with the synthesized one. */
export const run: Run = async (io, input) => {
  const { name, cdktfOut } = inputStack(input);
  try {
    const { env } = terraformEnvironment(io.env);
    requireTerraform(env);
    const stack = openStack(cdktfOut, name);
    const deployments = await releasedDeployments(stack, { env, signal: io.signal });
    const clients = connectAppConfig(stack.access);
    try {
      await verifyDeployments(clients.data, stack, deployments);
    } finally {
      clients.destroy();
    }
    io.err(`done    ${deployments.length} documents of ${name} are served as synthesized\n`);
    return EXIT.done;
  } catch (error) {
    throw releaseExit(error);
  }
};
