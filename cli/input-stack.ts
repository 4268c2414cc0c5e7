import { resolve } from 'node:path';
import type { StackFolder } from '../release/terraform/stack-folder';
import type { Input } from './command';
import { CommandError, EXIT } from './exit-codes';

const AWS_POLL_MILLISECONDS = 5_000;
/** A local AppConfig may run fast forward, and minds no load. */
const LOCAL_POLL_MILLISECONDS = 200;

const CDKTF_OUT = 'cdktf.out';

/** The option that every command over synthesized stacks takes. */
export const CDKTF_OUT_OPTION = [
  '--cdktf-out <folder>',
  'where the synthesized stacks are',
  CDKTF_OUT,
] as const;

/** The option of commands that release only what the build made. */
export const MANIFEST_OPTION = [
  '--manifest <file>',
  'what the build made (default: dynconf.manifest.json beside the folder of stacks, if it is there)',
] as const;

/** The stack that a command line names, and the folder of synthesized stacks that it is in. */
export function inputStack(input: Input): { readonly name: string; readonly cdktfOut: string } {
  const [name] = input.args;
  if (name === undefined) throw new CommandError(EXIT.usage, 'name a stack, e.g. local-eu-west-1-flags');
  return { name, cdktfOut: cdktfOutOf(input) };
}

/** The folder of synthesized stacks that a command line names. */
export function cdktfOutOf({ options }: Pick<Input, 'options'>): string {
  return resolve(String(options['cdktfOut'] ?? CDKTF_OUT));
}

export function pollMilliseconds({ access }: Pick<StackFolder, 'access'>): number {
  return access.endpoint === undefined ? AWS_POLL_MILLISECONDS : LOCAL_POLL_MILLISECONDS;
}
