import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import type { Readers } from '../compiler/project';
import type { ReaderResources } from '../delivery/targets/reader-resources';
import { SERVE } from './policies/appconfig-statements';
import { policyDocument, type Statement } from './policies/policy';
import { TrustedRole, type TrustedRoleProps } from './trusted-role';

export interface ReaderAccessProps {
  readonly resources: ReaderResources;
  /** Profile → ARN of the configuration: one profile of one application in one environment. */
  readonly configurations: Readonly<Record<string, string>>;
  readonly permissionsBoundary?: string | undefined;
}

/** What a consumer reads its configuration with: a policy per profile, and a role that has them all. */
export class ReaderAccess extends Construct {
  constructor(scope: Construct, id: string, props: ReaderAccessProps) {
    super(scope, id);
    const { resources, configurations, permissionsBoundary } = props;
    const { path, description } = resources;
    new TrustedRole(this, 'Role', {
      name: resources.roleName,
      path,
      description,
      trust: trustIn(resources.readers),
      statements: [readStatement(Object.values(configurations))],
      permissionsBoundary,
    });
    for (const { profile, name } of resources.policies) {
      // By itself: a role of this account may have it and need not take on another.
      new IamPolicy(this, profile === 'flags' ? 'Flags' : 'Operations', {
        name,
        path,
        description: `${description}: ${profile}`,
        policy: policyDocument([readStatement(configurations[profile] ?? '')]),
      });
    }
  }
}

function readStatement(configurations: string | readonly string[]): Statement {
  return {
    Effect: 'Allow',
    Action: SERVE,
    Resource: configurations,
  };
}

/**
 * Who may take the role on.
 *
 * Members of an organization cannot be named one by one: there the conditions are the name. Paths are compared as
 * a whole, so that `ou-a/` is not also `ou-ab/`.
 */
function trustIn(readers: Readers): TrustedRoleProps['trust'] {
  if ('roles' in readers) return { Principal: { AWS: readers.roles } };
  return {
    Principal: { AWS: '*' },
    Condition: {
      StringEquals: { 'aws:PrincipalOrgID': readers.organization },
      'ForAnyValue:StringEquals': { 'aws:PrincipalOrgPaths': readers.paths },
    },
  };
}
