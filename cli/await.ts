import { awaitDeployments } from '../release/appconfig/await-deployments';
import type { Run } from './command';
import { pollMilliseconds } from './input-stack';
import { releaseScreen } from './release-screen';
import { withReleasedStack } from './with-released-stack';

/** `dynconf await <stack>`: what `cdktf deploy` does not do, following the rollouts that an apply has started. */
export const run: Run = (io, input) =>
  withReleasedStack(io, input, async ({ stack, deployments, clients }) => {
    await awaitDeployments(clients.control, deployments, {
      onEvent: releaseScreen(io),
      signal: io.signal,
      pollMilliseconds: pollMilliseconds(stack),
    });
    return `${deployments.length} rollouts of ${stack.name} are COMPLETE`;
  });
