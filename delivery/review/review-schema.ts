import { PROFILES } from '../../compiler/names';
import { type ChangeKind, type PlannedAction, REVIEW_VERSION } from './review';

/** The shape of a stored review and of stored plans: they may come from a job that runs whatever a pull request says. */

/** More than any project has: of changes, targets, lines of a file; and characters of one text, which may be Terraform's. */
export const MOST = 100_000;

const TEXT = { type: 'string', maxLength: MOST } as const;
const TEXTS = listOf(TEXT);
const COUNT = { type: 'integer', minimum: 0, maximum: 1_000_000_000 } as const;
const CHANGE_KINDS: readonly ChangeKind[] = ['added', 'removed', 'changed'];
const ACTIONS: readonly PlannedAction[] = ['create', 'update', 'replace', 'delete', 'forget'];

const DIAGNOSTIC = map(
  {
    ...{ code: TEXT, severity: { enum: ['error', 'warning'] }, file: TEXT, message: TEXT, fix: TEXT },
    ...{ line: COUNT, column: COUNT, endLine: COUNT, endColumn: COUNT },
  },
  [],
);
const EDIT = map({ path: TEXTS, before: {}, after: {} }, ['before', 'after']);
const CHANGE = map(
  {
    ...{ component: TEXT, profile: { enum: PROFILES }, flag: TEXT, kind: { enum: CHANGE_KINDS } },
    ...{ edits: listOf(EDIT), targets: TEXTS },
  },
  ['flag'],
);
const STACK = map({ stack: TEXT, kind: TEXT, environment: TEXT, change: { enum: CHANGE_KINDS } }, []);
const STAGE = map({ name: TEXT, minutes: COUNT }, []);

export const REVIEW_SCHEMA = map(
  {
    version: { const: REVIEW_VERSION },
    base: map({ ref: TEXT, commit: TEXT }, []),
    notes: TEXTS,
    diagnostics: listOf(DIAGNOSTIC),
    changes: listOf(CHANGE),
    targets: map({ changed: TEXTS, unchanged: TEXTS, added: TEXTS, removed: TEXTS }, []),
    stacks: listOf(STACK),
    pipelines: listOf(map({ pipeline: TEXT, stages: listOf(STAGE) }, [])),
  },
  [],
);

const RESOURCE = map({ address: TEXT, action: { enum: ACTIONS }, because: TEXTS }, []);
const DOCUMENT = map(
  { address: TEXT, action: { enum: ACTIONS }, added: TEXTS, removed: TEXTS, changed: TEXTS },
  [],
);
const PLAN = map({ stack: TEXT, resources: listOf(RESOURCE), documents: listOf(DOCUMENT), problem: TEXT }, [
  'problem',
]);

const NOT_PLANNED = map({ stack: TEXT, because: TEXT }, []);

export const PLANS_SCHEMA = map({ plans: listOf(PLAN), notPlanned: listOf(NOT_PLANNED) }, ['notPlanned']);

function listOf(items: object): object {
  return { type: 'array', maxItems: MOST, items };
}

/** Nothing else may be in it, and all of it must be there but what is optional. */
function map(properties: Readonly<Record<string, object>>, optional: readonly string[]): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', additionalProperties: false, required, properties };
}
