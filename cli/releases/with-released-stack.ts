import { type AppConfigClients, connectAppConfig } from '../../release/appconfig/appconfig-clients';
import { asProfile, readAccessOfStack } from '../../release/read-access';
import { releasedDeployments } from '../../release/deploy/released-deployments';
import type { DeploymentReference } from '../../release/release-event';
import { openStack, type StackFolder } from '../../release/terraform/stack-folder';
import { requireTerraform, terraformEnvironment } from '../../release/terraform/terraform-environment';
import type { Input, Io } from '../command';
import { EXIT, type ExitCode } from '../exit-codes';
import { inputStack } from '../input-stack';
import { releaseExit } from './release-exit';

/** A stack that was applied, what its apply has started, and a way to ask AppConfig about it. */
export interface ReleasedStack {
  readonly stack: StackFolder;
  readonly deployments: readonly DeploymentReference[];
  readonly clients: AppConfigClients;
}

/** Looks at a stack that was applied, changing nothing; `use` answers with what is then true of it. */
export async function withReleasedStack(
  io: Io,
  input: Input,
  use: (released: ReleasedStack) => Promise<string>,
): Promise<ExitCode> {
  const { name, cdktfOut } = inputStack(input);
  try {
    const { env } = terraformEnvironment(io.env);
    requireTerraform(env);
    const stack = openStack(cdktfOut, name);
    const access = readAccessOfStack(stack.access, io.env);
    const options = { env: asProfile(env, access), signal: io.signal };
    const deployments = await releasedDeployments(stack, options);
    const clients = connectAppConfig(access);
    try {
      io.err(`done    ${await use({ stack, deployments, clients })}\n`);
    } finally {
      clients.destroy();
    }
    return EXIT.done;
  } catch (error) {
    throw releaseExit(error);
  }
}
