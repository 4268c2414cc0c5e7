/** What locks the one Terraform provider: of the project, and beside every stack. */
export const LOCK_FILE = '.terraform.lock.hcl';
/** A synthesized stack, in the folder of its name. */
export const STACK_FILE = 'cdk.tf.json';

/** Where the backend `local` keeps the state of a stack, relative to the stack's folder. */
export function localStatePath(stack: string): string {
  return `../../../.dynconf/state/${stack}.tfstate`;
}
