import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AccountProvider } from '../constructs/account-provider';
import { addStateBackend } from '../constructs/state-backend';
import { StateBucket } from '../constructs/state-bucket';
import { StateKey } from '../constructs/state-key';
import type { StateResources } from '../delivery/state-resources';

export interface StateStackProps {
  readonly resources: StateResources;
  /** What the keys are called; backends name them by it. */
  readonly keyAlias: string;
}

/** The buckets that hold every other stack's state, and this one's own, and the keys that encrypt them. */
export class StateStack extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: StateStackProps,
  ) {
    super(scope, id);
    const { resources } = props;
    addStateBackend(this, { backend: resources.backend, owner: 'tools' });
    const own = this.addProvider(resources.region);
    const regions = [...new Set(resources.buckets.map(({ region }) => region))];
    for (const region of regions) {
      this.addRegion(region, region === resources.region ? own : this.addProvider(region, region));
    }
  }

  private addRegion(region: string, provider: AccountProvider): void {
    const { account, buckets } = this.props.resources;
    const here = buckets.filter((bucket) => bucket.region === region);
    const encrypted = here.filter(({ kmsKey }) => kmsKey === undefined);
    const key =
      encrypted.length > 0
        ? new StateKey(this, `Key-${region}`, {
            account,
            region,
            buckets: encrypted,
            alias: this.props.keyAlias,
            provider,
          })
        : undefined;
    for (const resources of here) {
      new StateBucket(this, resources.bucket, {
        resources,
        account,
        keyArn: resources.kmsKey ?? key?.arn ?? '',
        provider,
      });
    }
  }

  private addProvider(region: string, alias?: string): AccountProvider {
    const { account } = this.props.resources;
    const id = alias === undefined ? 'Provider' : `Provider-${alias}`;
    return new AccountProvider(this, id, { account, region, tags: {}, alias });
  }
}
