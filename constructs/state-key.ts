import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument } from './policies/policy';
import { stateKeyStatements, type StateKeyUse } from './policies/state-policies';

export interface StateKeyProps extends StateKeyUse {
  readonly alias: string;
  readonly provider: TerraformProvider;
}

/** KMS: the longest time in which a deletion can be taken back. */
const DELETION_DAYS = 30;

/** What encrypts the states of one region. */
export class StateKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { alias, provider, ...use }: StateKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, 'Key', {
      description: 'Terraform states of the configuration',
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_DAYS,
      policy: policyDocument(stateKeyStatements(use)),
      provider,
      // Without it no state can be read again.
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, 'Alias', { name: alias, targetKeyId: key.keyId, provider });
    this.arn = key.arn;
  }
}
