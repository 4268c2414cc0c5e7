import type { DeploymentReference } from '../release-event';
import { ReleaseError } from '../release-error';
import type { StackFolder } from '../terraform/stack-folder';
import { Terraform, type TerraformOptions } from '../terraform/terraform';

/** What the last apply of a release stack started; a stack that was never applied is told apart from an empty one. */
export async function releasedDeployments(
  stack: StackFolder,
  options: TerraformOptions,
): Promise<readonly DeploymentReference[]> {
  if (stack.documents.length === 0 && !/-(flags|operations)$/.test(stack.name)) {
    throw new ReleaseError(
      'usage',
      `${stack.name} deploys no documents: only \`-flags\` and \`-operations\` stacks do`,
    );
  }
  const terraform = new Terraform(stack, options);
  await terraform.init();
  const deployments = await deploymentsOf(terraform);
  if (deployments.length === 0 && stack.documents.length > 0) {
    throw new ReleaseError(
      'prerequisite',
      `${stack.name} has never been applied: \`npx dynconf deploy ${stack.name}\` releases it`,
    );
  }
  return deployments;
}

/** The output `deployments`; empty in a foundation stack and before the first apply. */
export async function deploymentsOf(
  terraform: Pick<Terraform, 'outputs'>,
): Promise<readonly DeploymentReference[]> {
  const outputs = await terraform.outputs();
  return (outputs['deployments'] ?? []) as readonly DeploymentReference[];
}
