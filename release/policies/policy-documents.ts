import { isObject } from '../../compiler/json-object';
import type { Json, JsonObject } from '../../compiler/project';
import { addressOf, blocksOf, type JsonPath, resourcesOf, type SynthesizedStack, typeOf } from './policy';

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
}

const POLICY_ATTRIBUTES =
  /^(policy|assume_role_policy|inline_policy|access_policy|key_policy|redrive_allow_policy)$/;

/** The statements of every policy of a stack, whatever attribute it is in. */
export function statementsOf(stack: SynthesizedStack): FoundStatement[] {
  return policiesOf(stack).flatMap(({ document, ...at }) => {
    if (document === undefined) return [];
    return blocksOf(document['Statement'], { path: [...at.path, 'Statement'], labels: 0 }).map(
      ({ path, body }) => ({
        ...at,
        path,
        isAllow: body['Effect'] !== 'Deny',
        actions: listOf(body['Action']),
        resources: listOf(body['Resource']),
        statement: body,
      }),
    );
  });
}

export function unreadablePoliciesOf(stack: SynthesizedStack): UnreadablePolicy[] {
  return policiesOf(stack).filter(({ document }) => document === undefined);
}

/** One text or a list of them, as IAM takes both. */
export function listOf(value: Json | undefined): string[] {
  return [value ?? []].flat().map((item) => String(item));
}

function policiesOf(stack: SynthesizedStack) {
  return resourcesOf(stack).flatMap((block) =>
    Object.entries(block.body).flatMap(([attribute, value]) => {
      if (typeof value !== 'string') return [];
      const document = documentIn(value);
      const isMeant = POLICY_ATTRIBUTES.test(attribute) && !/^\$\{aws_\w+\.[\w-]+\.\w+\}$/.test(value);
      if (document === undefined && !isMeant) return [];
      return [
        {
          path: [...block.path, attribute],
          address: addressOf(block),
          type: typeOf(block),
          attribute,
          document,
        },
      ];
    }),
  );
}

function documentIn(text: string): JsonObject | undefined {
  if (!text.includes('"Statement"')) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) && 'Statement' in value ? value : undefined;
  } catch {
    return undefined;
  }
}
