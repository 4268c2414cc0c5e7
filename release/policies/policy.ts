import { isObject } from '../../compiler/json-object';
import type { Json, JsonObject } from '../../compiler/project';

export const SEVERITIES = ['error', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One rule over synthesized Terraform. */
export interface Policy {
  /** UPPER_SNAKE, stable: reports and suppressions name it. */
  readonly rule: string;
  readonly severity: Severity;
  /** What must be true, for the list of rules. */
  readonly meaning: string;
  readonly find: (stack: SynthesizedStack) => readonly Violation[];
}

/** Keys and indexes from the root of a file to what is wrong in it. */
export type JsonPath = readonly (string | number)[];

export interface Violation {
  /** Inside the stack's folder. @default cdk.tf.json */
  readonly file?: string;
  readonly path: JsonPath;
  readonly message: string;
  readonly fix: string;
}

/** What the policies look at. */
export interface SynthesizedStack {
  readonly name: string;
  /** The text of cdk.tf.json. */
  readonly text: string;
  readonly json: JsonObject;
  /** Every file of the folder but what Terraform itself leaves there, relative to the folder. */
  readonly files: readonly string[];
  /** The stack's own lock file; undefined where it has none. */
  readonly lockFile: string | undefined;
  readonly trusted: Trusted;
}

/** What does not come from the stacks. */
export interface Trusted {
  /** The project's lock file. */
  readonly lockFile: string;
  /** Source → version, of the lock file. */
  readonly providers: Readonly<Record<string, string>>;
  /** What the definitions want of a stack; undefined: nothing is known of them. */
  readonly wanted?: ((stack: string) => WantedStack | undefined) | undefined;
  /** Every account of the definitions; undefined: nothing is known of them. */
  readonly accounts?: ReadonlySet<string> | undefined;
  /** Roles of others that may read. */
  readonly readers?: ReadonlySet<string> | undefined;
  /** The repository of the definitions, as it is cloned; undefined: nothing is known of it. */
  readonly code?: string | undefined;
}

/** What the definitions say of a stack, so that nobody has to believe the stack. */
export interface WantedStack {
  /** The account that it changes. */
  readonly account: string;
  /** An environment, or `tools`: stacks read states of their own owner's only. */
  readonly owner: string;
  readonly backend: BackendBlock;
}

/** A backend as Terraform's JSON has it: `s3` and what must be equal in it. */
export interface BackendBlock {
  readonly type: string;
  readonly settings: Readonly<Record<string, Json>>;
}

/** A block of a stack, with its labels: `data`, `aws_iam_role.canary`. */
export interface Block {
  readonly path: JsonPath;
  readonly labels: readonly string[];
  readonly body: JsonObject;
}

/**
 * The blocks of one kind under an object.
 *
 * Terraform takes a list of objects for one object at every level (JSON Configuration Syntax, "Nested block
 * mapping"): what hides in a list is found, too.
 */
export function blocksOf(
  container: Json | undefined,
  { path, labels }: { path: JsonPath; labels: number },
): Block[] {
  if (labels === 0)
    return objectsIn(container, path).map(({ path: at, body }) => ({ path: at, labels: [], body }));
  return objectsIn(container, path).flatMap(({ path: at, body }) =>
    Object.entries(body).flatMap(([label, inner]) =>
      blocksOf(inner, { path: [...at, label], labels: labels - 1 }).map((block) => ({
        ...block,
        labels: [label, ...block.labels],
      })),
    ),
  );
}

/** Resources and data sources: labels are type and name. */
export function resourcesOf({ json }: SynthesizedStack, kind: 'resource' | 'data' = 'resource'): Block[] {
  return blocksOf(json[kind], { path: [kind], labels: 2 });
}

export function typeOf({ labels }: Block): string {
  return labels[0] ?? '';
}

export function addressOf({ labels }: Block): string {
  return labels.join('.');
}

/** The resources of one type. */
export function ofType(stack: SynthesizedStack, type: string): Block[] {
  return resourcesOf(stack).filter((block) => typeOf(block) === type);
}

/** A violation of a whole block. */
export function violationOf(block: Block, message: string, fix: string): Violation {
  return { path: block.path, message: `${addressOf(block)} ${message}`, fix };
}

/** A text of a value, and where it is. */
export interface FoundText {
  readonly path: JsonPath;
  readonly text: string;
  /** Keys of objects are templates, too (JSON Configuration Syntax, "Expression Mapping"). */
  readonly isKey: boolean;
}

/** Every text of a value, keys included. */
export function* textsIn(value: Json, path: JsonPath = []): Generator<FoundText> {
  if (typeof value === 'string') yield { path, text: value, isKey: false };
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* textsIn(item as Json, [...path, index]);
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield { path: [...path, key], text: key, isKey: true };
      yield* textsIn(item, [...path, key]);
    }
  }
}

function objectsIn(value: Json | undefined, path: JsonPath): { path: JsonPath; body: JsonObject }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsIn(item as Json, [...path, index]));
  return isObject(value) ? [{ path, body: value }] : [];
}
