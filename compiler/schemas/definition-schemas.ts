import type { JsonSchema } from '../structure/check-structure';
import { ENVIRONMENT_SCHEMA } from './environment-schema';
import { FLAG_SCHEMA, SEGMENT_SCHEMA } from './flag-schema';
import { OPERATIONS_SCHEMA } from './operations-schema';
import { TOOLS_SCHEMA } from './tools-schema';

/** The schema of every kind of file, by its name: checked by `structure/validators.js`, shown by editors. */
export const DEFINITION_SCHEMAS = {
  flag: FLAG_SCHEMA,
  segment: SEGMENT_SCHEMA,
  operations: OPERATIONS_SCHEMA,
  environment: ENVIRONMENT_SCHEMA,
  tools: TOOLS_SCHEMA,
} as const satisfies Readonly<Record<string, JsonSchema>>;

export type SchemaName = keyof typeof DEFINITION_SCHEMAS;
