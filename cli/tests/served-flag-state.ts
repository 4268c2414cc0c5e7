import { isObject } from '../../compiler/json-object';
import { DEFAULT_VARIANT } from '../../compiler/evaluate-flag';
import type { AttributeValue, Flag, FlagState, Json, JsonObject, Variant } from '../../compiler/project';

/** A flag as a served document has it, variants and rules included; absent where the document does not have it. */
export function servedFlagState(flag: Flag, document: JsonObject): FlagState | undefined {
  const value = objectOr(objectOr(document['values'])?.[flag.key]);
  if (value === undefined) return undefined;
  const variants = Array.isArray(value['_variants']) ? (value['_variants'] as Json[]).map(variantOf) : [];
  const last = variants.at(-1);
  if (last === undefined) {
    return { flag, enabled: value['enabled'] === true, attributes: attributesOf(value), variants: [] };
  }
  // The last variant has no rule: everybody's.
  const block = last.name === DEFAULT_VARIANT || last.rule === '' ? last : undefined;
  return {
    flag,
    enabled: block?.enabled ?? false,
    attributes: block?.set ?? {},
    variants: block ? variants.slice(0, -1) : variants,
  };
}

function variantOf(value: Json): Variant {
  const variant = objectOr(value) ?? {};
  return {
    name: String(variant['name'] ?? ''),
    enabled: variant['enabled'] === true,
    rule: typeof variant['rule'] === 'string' ? variant['rule'] : '',
    set: attributesOf(objectOr(variant['attributeValues']) ?? {}),
  };
}

/** Names that start with `_` are AppConfig's own. */
function attributesOf(value: JsonObject): Record<string, AttributeValue> {
  const entries = Object.entries(value).filter(([key]) => key !== 'enabled' && !key.startsWith('_'));
  return Object.fromEntries(entries) as Record<string, AttributeValue>;
}

function objectOr(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}
