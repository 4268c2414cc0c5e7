import { type AppConfigClients, connectAppConfig } from '../appconfig/appconfig-clients';
import type { OnReleaseEvent } from '../release-event';
import type { AppConfigAccess, StackFolder } from '../terraform/stack-folder';
import { WAITS_FOR_LOCK } from '../terraform/state-lock';
import { Terraform, type TerraformMessage, type TerraformOptions } from '../terraform/terraform';
import { type StateResource, readState } from '../terraform/terraform-state';

/** What a release acts through: Terraform in the stack's folder and the AppConfig of its account, or a model of both. */
export interface Reach {
  readonly terraform: ReleaseTerraform;
  readonly clients: AppConfigClients;
  /** What the stack's state holds now. */
  readonly resources: () => Promise<readonly StateResource[]>;
  /** The AppConfig of other regions. @default connectAppConfig */
  readonly connect?: (access: AppConfigAccess) => AppConfigClients;
}

/** As much of Terraform as a release asks for. */
export type ReleaseTerraform = Pick<Terraform, 'init' | 'plan' | 'apply' | 'forget' | 'outputs'> &
  Partial<Pick<Terraform, 'adopt'>>;

export interface ReachOptions extends TerraformOptions {
  readonly onEvent: OnReleaseEvent;
}

/** The real Terraform and the real AppConfig; `clients.destroy()` ends it. */
export function reachOf(stack: StackFolder, options: ReachOptions): Reach {
  const terraform = new Terraform(stack, {
    ...options,
    onMessage: (message) => tellResource(message, options.onEvent),
  });
  return {
    terraform,
    clients: connectAppConfig(stack.access),
    resources: async () => (await readState(stack, options)).resources,
  };
}

function tellResource(message: TerraformMessage, onEvent: OnReleaseEvent): void {
  const told = ['apply_start', 'apply_progress', 'apply_complete', 'apply_errored', WAITS_FOR_LOCK];
  if (told.includes(message.type)) {
    onEvent({ type: 'resource', text: message['@message'] });
  }
}
