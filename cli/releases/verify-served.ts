import { verifyDeployments } from '../../release/deploy/verify-deployments';
import type { Run } from '../command';
import { EXIT } from '../exit-codes';
import { withReleasedStack } from './with-released-stack';

/** `dynconf verify served <stacks...>`: reads every document back and compares it with the synthesized one. */
export const run: Run = async (io, input) => {
  for (const stack of input.args) await verifyStack(io, { ...input, args: [stack] });
  return EXIT.done;
};

const verifyStack: Run = (io, input) =>
  withReleasedStack(io, input, async ({ stack, deployments, clients }) => {
    await verifyDeployments(clients.data, stack, deployments);
    return `${deployments.length} documents of ${stack.name} are served as synthesized`;
  });
