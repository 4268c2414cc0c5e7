import type { AttributeValue, Flag, FlagState, Variant } from './project';
import { evaluateRule, type Context, type EvaluationOptions } from './rules/evaluate-rule';
import { parseRule } from './rules/parse-rule';
import type { Rule } from './rules/rule';
import { contextKeysOf } from './rules/rule-parts';

/** The name of the value block itself, the last variant. */
export const DEFAULT_VARIANT = 'default';

/** What one caller gets of a flag, and why. */
export interface FlagEvaluation {
  readonly enabled: boolean;
  /** `default` also where a flag has no variants. */
  readonly variant: string;
  /** Empty while the flag is off: AppConfig serves no attributes then. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** One sentence. */
  readonly reason: string;
}

/**
 * Evaluates a flag for one caller, as the AppConfig Agent does: variants in order, the first rule that matches wins.
 *
 * Who is in a percentage is not who is in at AWS: its hash is not published.
 */
export function evaluateFlag(
  state: FlagState,
  context: Context,
  switches: Omit<EvaluationOptions, 'flag'> = {},
): FlagEvaluation {
  const options = { flag: `${state.flag.component}/${state.flag.key}`, ...switches };
  const matching = state.variants.find((variant) => evaluateRule(ruleOf(variant), context, options));
  const enabled = matching ? matching.enabled : state.enabled;
  return {
    enabled,
    variant: matching?.name ?? DEFAULT_VARIANT,
    attributes: enabled ? { ...state.attributes, ...matching?.set } : {},
    reason: reasonOf(state, matching),
  };
}

function reasonOf(state: FlagState, matching: Variant | undefined): string {
  if (matching) return `the rule of ${matching.name} matches: ${onOneLine(matching.rule)}`;
  const onOrOff = state.enabled ? 'on' : 'off';
  return state.variants.length === 0
    ? `the flag is ${onOrOff} for everybody: it has no variants here`
    : `no rule matches, and by default the flag is ${onOrOff}`;
}

/** What the rules of a flag ask of a caller, in whatever target. */
export function contextKeysOfFlag(flag: Flag): readonly string[] {
  const blocks = [flag.default, ...Object.values(flag.overrides)];
  const keys = blocks.flatMap(({ variants = [] }) =>
    variants.flatMap((variant) => contextKeysOf(ruleOf(variant))),
  );
  return [...new Set(keys)];
}

const rules = new WeakMap<Variant, Rule>();

/** The rules of a valid project are valid; they are parsed once. */
function ruleOf(variant: Variant): Rule {
  const known = rules.get(variant);
  if (known) return known;
  const parsed = parseRule(variant.rule);
  if ('problems' in parsed)
    throw new Error(`variant ${variant.name} has a rule that nobody checked: ${variant.rule}`);
  rules.set(variant, parsed.rule);
  return parsed.rule;
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, (gap) => (gap.includes('\n') ? ' ' : gap));
}
