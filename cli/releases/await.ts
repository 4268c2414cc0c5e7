import { awaitDeployments } from '../../release/appconfig/await-deployments';
import type { Run } from '../command';
import { inputStack, pollMilliseconds } from '../input-stack';
import { releaseScreen } from './release-screen';
import { withReleasedStack } from './with-released-stack';

/** `dynconf await <stack>`: what `cdktf deploy` does not do, following the rollouts that an apply has started. */
export const run: Run = async (io, input) => {
  try {
    return await withReleasedStack(io, input, async ({ stack, deployments, clients }) => {
      await awaitDeployments(clients.control, deployments, {
        onEvent: releaseScreen(io),
        signal: io.signal,
        pollMilliseconds: pollMilliseconds(stack),
      });
      return `${deployments.length} rollouts of ${stack.name} are COMPLETE`;
    });
  } catch (error) {
    const again = `\`npx dynconf await ${inputStack(input).name}\` follows them again`;
    if (io.signal.aborted) io.err(`\ninterrupted: rollouts go on in AppConfig; ${again}\n`);
    throw error;
  }
};
