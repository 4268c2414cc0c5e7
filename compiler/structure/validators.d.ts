import type { ValidateFunction } from 'ajv';

/** What ajv makes of each definition schema, written by `node scripts/generate-schemas.js`. */
export const flag: ValidateFunction;
export const segment: ValidateFunction;
export const operations: ValidateFunction;
export const environment: ValidateFunction;
export const tools: ValidateFunction;
