import { isObject } from '../../compiler/json-object';
import type { Json, JsonObject } from '../../compiler/project';
import { referencesIn } from './expressions';
import { isReference } from './known-resources';
import {
  addressOf,
  type Block,
  blocksOf,
  type JsonPath,
  resourcesOf,
  type SynthesizedStack,
  textsIn,
  typeOf,
} from './policy';

/** A statement of an IAM policy as it stands in a stack. */
export interface FoundStatement {
  /** Where in the file, then inside the policy's own JSON. */
  readonly path: JsonPath;
  readonly address: string;
  readonly type: string;
  /** `assume_role_policy`, `policy` … */
  readonly attribute: string;
  readonly isAllow: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly statement: JsonObject;
}

/** A text that is to be a policy and cannot be read as one. */
export interface UnreadablePolicy {
  readonly path: JsonPath;
  readonly address: string;
  readonly problem: string;
}

interface FoundPolicy {
  readonly path: JsonPath;
  readonly address: string;
  readonly type: string;
  readonly attribute: string;
  /** Undefined where the text is no policy. */
  readonly document: JsonObject | undefined;
  /** Why it is not believed. */
  readonly problem: string | undefined;
}

/** Attributes that take a policy: `policy`, `assume_role_policy`, `policy_document`, whatever block they are in. */
const POLICY_ATTRIBUTES = /(^|_)polic(y|ies)(_document|_json)?$/;
const KEYS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_KEYS: ReadonlySet<string> = new Set(
  'Sid Effect Action NotAction Resource NotResource Principal NotPrincipal Condition'.split(' '),
);
/** Of what another stack tells, that stack is asked (CROSS_STACK_VALUE). */
const IDENTIFIER = /^\$\{data\.terraform_remote_state\.|\.(arn|id|\w+_id)\}$/;

const found = new WeakMap<SynthesizedStack, readonly FoundPolicy[]>();

/** The statements of every policy of a stack, whatever attribute it is in. */
export function statementsOf(stack: SynthesizedStack): FoundStatement[] {
  return policiesOf(stack).flatMap(({ document, path: at, address, type, attribute }) => {
    if (document === undefined) return [];
    return blocksOf(document['Statement'], { path: [...at, 'Statement'], labels: 0 }).map(
      ({ path, body }) => ({
        ...{ path, address, type, attribute },
        isAllow: body['Effect'] !== 'Deny',
        actions: listOf(body['Action']),
        resources: listOf(body['Resource']),
        statement: body,
      }),
    );
  });
}

export function unreadablePoliciesOf(stack: SynthesizedStack): UnreadablePolicy[] {
  return policiesOf(stack).flatMap(({ path, address, problem }) =>
    problem === undefined ? [] : [{ path, address, problem }],
  );
}

/** One text or a list of them, as IAM takes both. */
export function listOf(value: Json | undefined): string[] {
  return [value ?? []].flat().map((item) => String(item));
}

/** Every rule about policies asks for them; they are read once. */
function policiesOf(stack: SynthesizedStack): readonly FoundPolicy[] {
  const known = found.get(stack);
  if (known) return known;
  const policies = resourcesOf(stack).flatMap(policiesIn);
  found.set(stack, policies);
  return policies;
}

function policiesIn(block: Block): FoundPolicy[] {
  return [...textsIn(block.body, block.path)].flatMap(({ path, text, isKey }) => {
    if (isKey || path[block.path.length] === 'tags') return [];
    const attribute = String(path.findLast((step) => typeof step === 'string'));
    const isMeant = POLICY_ATTRIBUTES.test(attribute);
    const document = isMeant || text.includes('"Statement"') ? documentIn(text) : undefined;
    if (document === undefined && !isMeant) return [];
    const problem = document === undefined ? 'is not written out' : problemOf(document, text);
    return [{ path, address: addressOf(block), type: typeOf(block), attribute, document, problem }];
  });
}

function documentIn(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) && 'Statement' in value ? value : undefined;
  } catch {
    return undefined;
  }
}

function problemOf(document: JsonObject, text: string): string | undefined {
  if (JSON.stringify(document) !== text) return 'has a key twice, or texts in escapes';
  const statements = blocksOf(document['Statement'], { path: [], labels: 0 }).map(({ body }) => body);
  const key =
    Object.keys(document).find((name) => !KEYS.has(name)) ??
    statements.flatMap((statement) => Object.keys(statement)).find((name) => !STATEMENT_KEYS.has(name));
  if (key !== undefined) return `has a key ${key} that no policy has`;
  if (statements.some(({ Effect }) => Effect !== 'Allow' && Effect !== 'Deny'))
    return 'has a statement that neither allows nor denies';
  return textProblem(document);
}

/** Who gets a policy, and for what, is written out; only resources are known later, and by their identifiers. */
function textProblem(document: JsonObject): string | undefined {
  for (const { path, text } of textsIn(document)) {
    if (/[$%]\{/.test(text.replaceAll(/\$\{(?:aws_|data\.terraform_remote_state\.)[\w.-]+\}/g, '')))
      return 'has an expression or a variable in it';
    const references = referencesIn(text);
    if (references.length === 0) continue;
    const isResource = path.some((step) => step === 'Resource' || step === 'NotResource');
    if (!isResource) return `has a reference outside of Resource`;
    if (!references.every((reference) => isIdentifier(reference)))
      return 'has a reference that is no identifier of a resource';
  }
  return undefined;
}

function isIdentifier(reference: string): boolean {
  return IDENTIFIER.test(reference) && (!reference.startsWith('${aws_') || isReference(reference));
}
