import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import { literals } from './literal';

export interface AccountProviderProps {
  /** 12 digits; Terraform refuses to run against any other account. */
  readonly account: string;
  readonly region: string;
  /** On every resource that takes tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Where AppConfig is when it is not AWS's. @default - AWS */
  readonly endpoint?: string | undefined;
  /** Of a second provider in the same stack. @default - the stack's own provider */
  readonly alias?: string | undefined;
}

/** The AWS provider of one account and region. */
export class AccountProvider extends AwsProvider {
  constructor(
    scope: Construct,
    id: string,
    { account, region, tags, endpoint, alias }: AccountProviderProps,
  ) {
    super(scope, id, {
      region,
      allowedAccountIds: [account],
      ...(alias !== undefined && { alias }),
      ...(Object.keys(tags).length > 0 && { defaultTags: [{ tags: literals(tags) }] }),
      ...(endpoint !== undefined && localAccess(account, endpoint)),
    });
  }
}

/**
 * The local AppConfig takes a 12-digit access key for the account. The account is still asked for (STS): without it
 * the provider builds ARNs with an empty account and plans the same tags again for ever.
 */
function localAccess(account: string, endpoint: string): AwsProviderConfig {
  return {
    accessKey: account,
    secretKey: 'local',
    skipCredentialsValidation: true,
    skipMetadataApiCheck: 'true',
    skipRegionValidation: true,
    skipRequestingAccountId: false,
    endpoints: [{ appconfig: endpoint, sts: endpoint, iam: endpoint }],
  };
}
