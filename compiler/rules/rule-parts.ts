import type { Condition, Operand, Rule } from './rule';

type Part = Condition | Operand;

/** A rule and everything in it, in the order it is written. */
export function* partsOf(part: Part): Generator<Part> {
  yield part;
  for (const inner of childrenOf(part)) yield* partsOf(inner);
}

/** Every context key that a rule names, each once, in the order of its first use. */
export function contextKeysOf(rule: Part): readonly string[] {
  const keys = new Set<string>();
  for (const part of partsOf(rule)) {
    if (part.kind === 'context') keys.add(part.key);
    if (part.kind === 'exists') keys.add(part.key.value);
  }
  return [...keys];
}

function childrenOf(part: Part): readonly Part[] {
  switch (part.kind) {
    case 'comparison':
      return [part.left, part.right];
    case 'text':
      return [part.subject, part.part];
    case 'in':
      return [part.subject, ...part.list];
    case 'matches':
      return [part.subject, part.pattern];
    case 'exists':
      return [part.key];
    case 'split':
      return [part.percent, ...part.by, ...(part.seed ? [part.seed] : [])];
    case 'logic':
      return part.operands;
    case 'not':
      return [part.operand];
    default:
      return [];
  }
}

/** True for what is a rule by itself, and not only a part of one. */
export function isRule(part: Part): part is Rule {
  return part.kind !== 'context' && !('value' in part);
}
