import type { CommandDefinition } from './command';

/** Every `dynconf` command: one line for the help, and where its code is. */
export const COMMANDS: readonly CommandDefinition[] = [];
