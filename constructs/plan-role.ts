import { Construct } from 'constructs';
import type { PlanRoleResources } from '../delivery/review/pull-request-resources';
import type { AccessScope } from './policies/access-statements';
import { denyElsewhere } from './policies/deny-elsewhere';
import { planStatements } from './policies/plan-statements';
import { TrustedRole } from './trusted-role';

export interface PlanRoleProps {
  readonly resources: PlanRoleResources;
  readonly access: AccessScope;
  /** ARN of the policy that says what it may do at most: it runs what nobody has looked at yet. */
  readonly permissionsBoundary: string;
}

/** What pull requests plan with: taken on by approved jobs of one repository, of which the whole subject is compared. */
export class PlanRole extends Construct {
  constructor(scope: Construct, id: string, { resources, access, permissionsBoundary }: PlanRoleProps) {
    super(scope, id);
    const { name, description, providerArn, issuer, subject, audience } = resources;
    new TrustedRole(this, 'Role', {
      name,
      description,
      takenOnBy: 'sts:AssumeRoleWithWebIdentity',
      trust: {
        Principal: { Federated: providerArn },
        Condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject } },
      },
      statements: denyElsewhere(planStatements(access), access.regions),
      permissionsBoundary,
    });
  }
}
