import { verifyDeployments } from '../release/deploy/verify-deployments';
import type { Run } from './command';
import { withReleasedStack } from './with-released-stack';

/** `dynconf verify served <stack>`: reads every document back and compares it with the synthesized one. */
export const run: Run = (io, input) =>
  withReleasedStack(io, input, async ({ stack, deployments, clients }) => {
    await verifyDeployments(clients.data, stack, deployments);
    return `${deployments.length} documents of ${stack.name} are served as synthesized`;
  });
