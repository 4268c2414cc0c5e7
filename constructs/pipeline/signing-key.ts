import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from '../policies/policy';

export interface SigningKeyProps {
  readonly account: string;
  /** ARN of the one role that signs; it may not exist yet. */
  readonly signerArn: string;
}

/** KMS: the longest time in which a deletion can be taken back. */
const DELETION_DAYS = 30;

/** What artifacts are signed with: its private half never leaves KMS, and one role uses it. */
export class SigningKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: SigningKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, 'Key', {
      description: 'Signs the artifacts that are released',
      keyUsage: 'SIGN_VERIFY',
      customerMasterKeySpec: 'ECC_NIST_P256',
      deletionWindowInDays: DELETION_DAYS,
      policy: policyDocument(statementsOf(props)),
    });
    new KmsAlias(this, 'Alias', { name: 'alias/dynconf-signing', targetKeyId: key.keyId });
    this.arn = key.arn;
  }

  /** @returns what an action needs that looks whether an artifact was signed */
  verifyStatement(): Statement {
    return { Sid: 'VerifySignature', Effect: 'Allow', Action: 'kms:Verify', Resource: this.arn };
  }

  signStatement(): Statement {
    return { Sid: 'Sign', Effect: 'Allow', Action: 'kms:Sign', Resource: this.arn };
  }
}

/** Whatever other policies say, nobody else signs, not even who administers the account. */
function statementsOf({ account, signerArn }: SigningKeyProps): Statement[] {
  const inAccount = { AWS: `arn:aws:iam::${account}:root` };
  return [
    { Sid: 'AccountDecides', Effect: 'Allow', Principal: inAccount, Action: ADMINISTER, Resource: '*' },
    {
      Sid: 'OneRoleSigns',
      Effect: 'Allow',
      Principal: inAccount,
      Action: 'kms:Sign',
      Resource: '*',
      Condition: { ArnEquals: { 'aws:PrincipalArn': signerArn } },
    },
  ];
}

const ADMINISTER = [
  ...[
    'CancelKeyDeletion',
    'CreateAlias',
    'DeleteAlias',
    'DescribeKey',
    'GetKeyPolicy',
    'GetKeyRotationStatus',
  ],
  ...['GetPublicKey', 'ListResourceTags', 'PutKeyPolicy', 'ScheduleKeyDeletion', 'TagResource'],
  ...['UntagResource', 'UpdateAlias', 'UpdateKeyDescription', 'Verify'],
].map((action) => `kms:${action}`);
