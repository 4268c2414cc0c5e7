import { Aspects, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AccountProvider } from '../constructs/account-provider';
import { RoleBoundary, WithinBoundary } from '../constructs/policies/role-boundary';
import { addStateBackend } from '../constructs/state-backend';
import { toolsBoundaryStatements } from '../constructs/policies/tools-statements';
import type { ToolsBoundary } from '../delivery/pipeline/platform-resources';

export interface AccessToolsStackProps {
  readonly boundary: ToolsBoundary;
}

/** The boundary of the roles of the tools account. An administrator applies it: no pipeline does. */
export class AccessToolsStack extends TerraformStack {
  constructor(scope: Construct, id: string, { boundary }: AccessToolsStackProps) {
    super(scope, id);
    const { account, region, backend } = boundary.tools;
    addStateBackend(this, { backend, owner: 'tools' });
    new AccountProvider(this, 'Provider', { account, region, tags: {} });
    new RoleBoundary(this, 'RolesBoundary', {
      name: boundary.name,
      description: 'The most that the roles of pipelines and builds may do',
      statements: toolsBoundaryStatements(boundary),
    });
  }
}

/** Puts the roles of a stack of the tools account within their boundary. */
export function withinToolsBoundary(stack: TerraformStack, { arn, except }: ToolsBoundary): void {
  Aspects.of(stack).add(new WithinBoundary(arn, except));
}
