import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../compiler/project';
import { foundationStatements, readStatements, releaseStatements } from '../constructs/access-statements';
import { AccountProvider } from '../constructs/account-provider';
import type { Statement } from '../constructs/policy';
import { addStateBackend } from '../constructs/state-backend';
import { TrustedRole } from '../constructs/trusted-role';
import type { AccessResources, RoleResources } from '../delivery/access-resources';

export interface AccessStackProps {
  readonly resources: AccessResources;
}

const STATEMENTS = {
  foundation: foundationStatements,
  flags: releaseStatements,
  operations: releaseStatements,
  read: readStatements,
};

/** The roles of one environment that the tools account takes on: to deploy each kind of stack, and to look. */
export class AccessStack extends TerraformStack {
  constructor(scope: Construct, id: string, { resources }: AccessStackProps) {
    super(scope, id);
    const { environment, regions, tags, roles } = resources;
    const { name, account, backend } = environment;
    addStateBackend(this, { backend, owner: name });
    new AccountProvider(this, 'Provider', { account, region: regions[0] ?? 'us-east-1', tags });
    for (const role of roles) this.addRole(role, environment, regions);
  }

  private addRole(role: RoleResources, environment: Environment, regions: readonly string[]): void {
    const { name, account, backend } = environment;
    const statements: Statement[] = STATEMENTS[role.kind]({ environment: name, account, regions, backend });
    new TrustedRole(this, role.id, {
      name: role.name,
      description: role.description,
      trust: {
        Principal: { AWS: role.trustedArn },
        Condition: { StringEquals: { 'sts:ExternalId': role.externalId } },
      },
      statements,
    });
  }
}
