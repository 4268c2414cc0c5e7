import type { JsonSchema } from '../structure/check-structure';
import { map, MAXIMUM_DESCRIPTION, OWNER, record, text } from './words';

/** AppConfig: characters of one validator. */
export const MAXIMUM_SCHEMA_LENGTH = 32_768;

const DOCUMENT: JsonSchema = { type: 'object', description: 'Part of the document' };

/** `opconfig/<component>.yaml`. */
export const OPERATIONS_SCHEMA: JsonSchema = map(
  'The operational configuration of a component',
  {
    owner: OWNER,
    description: text('What it steers', { maxLength: MAXIMUM_DESCRIPTION }),
    schema: {
      type: ['object', 'string'],
      minLength: 1,
      description: 'JSON Schema draft-04, or a path beside this file',
      examples: ['checkout.schema.json', { type: 'object', required: ['log-level'] }],
      'x-says': 'a JSON Schema, or the path of one beside this file',
    },
    default: { ...DOCUMENT, description: 'The document where nothing overrides it' },
    overrides: record('What differs, by <environment> or <environment>/<region>', DOCUMENT),
  },
  ['owner', 'default'],
);
