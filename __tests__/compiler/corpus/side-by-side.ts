import type { ProjectFiles } from '../../builders/write-project';
import { CHECKOUT, flag, flagWith, operations, PAY, type BrokenCase } from './broken-case';

/** Two revisions of the small project that cannot be valid side by side; `▶` as in every case. */
export interface SideBySideCase extends BrokenCase {
  readonly base: ProjectFiles;
}

const ON = '{ enabled: true, a: 5 }';
const level = (choices: string): string => operations(`schema: ${choices}\ndefault: { log-level: info }`);

/** What `check --base` finds: nothing in either revision by itself. */
export const SIDE_BY_SIDE_CASES: readonly SideBySideCase[] = [
  {
    code: 'SCHEMA_REFUSES_SERVED',
    about: 'a choice less',
    base: { [CHECKOUT]: operations('default: { log-level: trace }') },
    files: { [CHECKOUT]: level('{ properties: { log-level: { ▶enum: [info, error] } } }') },
  },
  {
    code: 'SCHEMA_REFUSES_SERVED',
    about: 'a key that it requires',
    base: { [CHECKOUT]: operations('default: { log-level: info }') },
    files: {
      [CHECKOUT]: operations(
        'schema:\n  type: object\n  ▶required: [limit]\ndefault: { log-level: info, limit: 5 }',
      ),
    },
  },
  {
    code: 'SCHEMA_REFUSES_SERVED',
    about: 'a key that it does not know, in one region',
    base: {
      [CHECKOUT]: operations('default: { log-level: info }\noverrides: { beta/eu-west-1: { old limit: 5 } }'),
    },
    files: {
      [CHECKOUT]: level('{ properties: { log-level: {} }, ▶additionalProperties: false }'),
    },
  },
  {
    code: 'SCHEMA_REFUSES_SERVED',
    about: 'behind a reference',
    base: { [CHECKOUT]: operations('default: { "a b/c": 5 }') },
    files: {
      [CHECKOUT]: operations(
        'schema:\n  properties: { "a b/c": { $ref: "#/definitions/a%20b~1c" } }\n  definitions: { "a b/c": { ▶type: string } }\ndefault: { "a b/c": "5" }',
      ),
    },
  },
  {
    code: 'SCHEMA_REFUSES_SERVED',
    about: 'in a file of its own, with tabs',
    base: { [CHECKOUT]: operations('default: { limit: 5 }') },
    files: {
      [CHECKOUT]: operations('schema: checkout.schema.json\ndefault: { limit: 50 }'),
      'opconfig/checkout.schema.json':
        '{\n\t"properties": {\n\t\t"limit": {\n\t\t\t▶"minimum": 10\n\t\t}\n\t}\n}\n',
    },
  },
  {
    code: 'SCHEMA_REFUSES_SERVED',
    about: 'one of several choices',
    base: { [CHECKOUT]: operations('default: { limit: true }') },
    files: {
      [CHECKOUT]: operations(
        'schema: { properties: { limit: { ▶anyOf: [{ type: string }, { type: integer }] } } }\ndefault: { limit: 5 }',
      ),
    },
  },
  {
    code: 'DOCUMENT_BREAKS_PREVIOUS',
    about: 'a new choice at once with its value',
    base: { [CHECKOUT]: level('{ properties: { log-level: { enum: [info, error] } } }') },
    files: {
      [CHECKOUT]: `${level('{ properties: { log-level: { enum: [info, error, debug] } } }')}overrides:\n  beta:\n    log-level: ▶debug\n`,
    },
  },
  {
    code: 'DOCUMENT_BREAKS_PREVIOUS',
    about: 'a key that was required',
    base: { [CHECKOUT]: level('{ required: [log-level] }') },
    files: { [CHECKOUT]: operations('schema: {}\n▶default: { limit: 5 }') },
  },
  {
    code: 'DOCUMENT_BREAKS_PREVIOUS',
    about: 'a key that was required, removed in one region',
    base: { [CHECKOUT]: level('{ required: [log-level] }') },
    files: {
      [CHECKOUT]: operations(
        'default: { log-level: info }\noverrides: { beta/us-east-1: { log-level: ▶null } }',
      ),
    },
  },
  {
    code: 'DOCUMENT_BREAKS_PREVIOUS',
    about: 'a key that was not known',
    base: { [CHECKOUT]: level('{ properties: { log-level: {} }, additionalProperties: false }') },
    files: {
      [CHECKOUT]: operations(
        'schema: { properties: { log-level: {}, limit: {} }, additionalProperties: false }\ndefault: { log-level: info, ▶limit: 5 }',
      ),
    },
  },
  {
    code: 'FLAG_REMOVED',
    base: { [PAY]: flag('default: { enabled: true }') },
    files: {},
    without: [PAY],
    at: `${PAY}:1:1`,
  },
  {
    code: 'FLAG_REMOVED',
    about: 'on for some, in one region',
    base: {
      [PAY]: flag(
        'default: {}\noverrides: { beta/us-east-1: { variants: [{ name: Staff, when: { plan: staff } }] } }',
      ),
    },
    files: {},
    without: [PAY],
    at: `${PAY}:1:1`,
  },
  {
    code: 'ATTRIBUTE_REMOVED',
    about: 'and was required',
    base: { [PAY]: flagWith('a: { type: number, required: true }', ON) },
    files: {
      [PAY]: flagWith('b: { type: number }', '{ enabled: true }').replace('attributes', '▶attributes'),
    },
  },
  {
    code: 'ATTRIBUTE_REMOVED',
    about: 'the last one, and was optional',
    severity: 'warning',
    base: { [PAY]: flagWith('a: { type: number }', ON) },
    files: { [PAY]: flag('default: { enabled: true }') },
    at: `${PAY}:1:1`,
  },
  {
    code: 'ATTRIBUTE_REMOVED',
    about: 'not required any more, and left out at once',
    base: { [PAY]: flagWith('a: { type: number, required: true }', ON) },
    files: { [PAY]: flagWith('a: { type: number, ▶required: false }', '{ enabled: true }') },
  },
  {
    code: 'ATTRIBUTE_TYPE_CHANGED',
    base: { [PAY]: flagWith('a: { type: number }', ON) },
    files: { [PAY]: flagWith('a: { type: ▶string }', '{ a: "5" }') },
  },
  {
    code: 'ATTRIBUTE_TYPE_CHANGED',
    about: 'of elements',
    base: { [PAY]: flagWith('a: { type: array, elements: { type: number } }', '{ enabled: true, a: [5] }') },
    files: {
      [PAY]: flagWith('a: { type: array, elements: { type: ▶string } }', '{ enabled: true, a: ["5"] }'),
    },
  },
  {
    code: 'ATTRIBUTE_NARROWED',
    about: 'a maximum',
    base: { [PAY]: flagWith('a: { type: number, maximum: 9 }', ON) },
    files: { [PAY]: flagWith('a: { type: number, ▶maximum: 4 }', '{ enabled: true, a: 4 }') },
  },
  {
    code: 'ATTRIBUTE_NARROWED',
    about: 'a choice less, which a variant has',
    base: {
      [PAY]: flagWith(
        'a: { type: string, enum: [x, y] }',
        '{ a: x, variants: [{ name: Staff, when: { plan: staff }, set: { a: y } }] }',
      ),
    },
    files: { [PAY]: flagWith('a: { type: string, ▶enum: [x] }', '{ enabled: true, a: x }') },
  },
  {
    code: 'ATTRIBUTE_NARROWED',
    about: 'a pattern',
    base: { [PAY]: flagWith('a: { type: string }', '{ enabled: true, a: X }') },
    files: { [PAY]: flagWith('a: { type: string, ▶pattern: "^[a-z]+$" }', '{ enabled: true, a: x }') },
  },
  {
    code: 'ATTRIBUTE_NARROWED',
    about: 'elements that had no type',
    base: { [PAY]: flagWith('a: { type: array }', '{ enabled: true, a: [5] }') },
    files: {
      [PAY]: flagWith('a: { type: array, elements: { ▶type: string } }', '{ enabled: true, a: [x] }'),
    },
  },
  {
    code: 'ATTRIBUTE_NARROWED',
    about: 'required, and left out in one region',
    base: {
      [PAY]: flagWith('a: { type: number }', ON, 'overrides: { beta/eu-west-1: { a: null } }'),
    },
    files: { [PAY]: flagWith('a: { type: number, ▶required: true }', ON) },
  },
  {
    code: 'ATTRIBUTE_BEYOND_PREVIOUS',
    severity: 'warning',
    base: { [PAY]: flagWith('a: { type: number, maximum: 9 }', ON) },
    files: { [PAY]: flagWith('a: { type: number, ▶maximum: 10 }', '{ enabled: true, a: 10 }') },
  },
];
