import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AccountProvider } from '../constructs/account-provider';
import { ReviewProject } from '../constructs/pipeline/review-project';
import { addStateBackend } from '../constructs/state-backend';
import type { PullRequestResources } from '../delivery/review/pull-request-resources';

export interface PullRequestsStackProps {
  readonly resources: PullRequestResources;
}

/** Checks pull requests in the account of the tools, for teams without GitHub Actions. */
export class PullRequestsStack extends TerraformStack {
  constructor(scope: Construct, id: string, { resources }: PullRequestsStackProps) {
    super(scope, id);
    const { account, region, backend } = resources.tools;
    addStateBackend(this, { backend, owner: 'tools' });
    new AccountProvider(this, 'Provider', { account, region, tags: {} });
    new ReviewProject(this, 'Review', resources);
  }
}
