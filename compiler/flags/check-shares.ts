import type { DefinitionFile } from '../definition-file';
import type { Findings } from '../reading/findings';
import { entriesOf, itemsOf, textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { formatRule } from '../rules/format-rule';
import { parseRule } from '../rules/parse-rule';
import type { Condition, Rule, Split } from '../rules/rule';
import { isRule } from '../rules/rule-parts';
import { blocksOf, type CompiledRules } from './compile-rules';
import { coveringRules } from './covering';

/** A variant and all that must hold for it, percentages apart. */
interface Share {
  readonly variant: YamlNode;
  readonly name: string;
  readonly rule: Rule;
  readonly conditions: ReadonlySet<string>;
  readonly splits: readonly Split[];
  /** Besides, percentages may be in what is no part of an `and`. */
  readonly isSplit: boolean;
}

/**
 * Finds variants that their percentage serves to nobody.
 *
 * Percentages of one key and seed lie inside each other, and all of a flag without a seed share one: whoever is in
 * the first 20 % is in the first 30 % too, and a second 20 % are the same people again.
 */
export function checkShares(
  files: readonly DefinitionFile[],
  rules: CompiledRules,
  findings: Findings,
): void {
  for (const block of files.flatMap(blocksOf)) {
    const variants = itemsOf(valueOf(block, 'variants'));
    if (!mayTake(variants.map((variant) => rules.get(variant)))) continue;
    const earlier: Share[] = [];
    for (const variant of variants) {
      const share = shareOf(variant, rules.get(variant));
      if (!share) continue;
      if (share.isSplit) checkShare(share, earlier, findings);
      earlier.push(share);
    }
  }
}

/** Whether a share comes after something that asks for one of its keys: what asks for others takes from it by chance. */
function mayTake(rules: readonly (string | undefined)[]): boolean {
  const last = rules.findLastIndex(isSplit);
  if (last < 1) return false;
  const before = new Set<string>();
  for (const rule of rules.slice(0, last + 1)) {
    const keys = keysNamed(rule);
    if (isSplit(rule) && keys.some((key) => before.has(key))) return true;
    for (const key of keys) before.add(key);
  }
  return false;
}

/** The context keys in the text of a rule, and perhaps what only looks like one: parsing each would take longer. */
function keysNamed(rule = ''): readonly string[] {
  return [...rule.matchAll(/\$(\w+)|key::"(\w+)"/g)].map(([, key, named]) => key ?? named ?? '');
}

function isSplit(rule: string | undefined): boolean {
  return rule?.includes('split') === true;
}

function shareOf(variant: YamlNode, rule: string | undefined): Share | undefined {
  if (rule === undefined) return undefined;
  const parsed = parseRule(rule);
  if ('problems' in parsed) return undefined;
  const parts = conjuncts(parsed.rule);
  const splits = parts.filter((part): part is Split => part.kind === 'split');
  const conditions = parts.filter((part) => part.kind !== 'split').map(textOfCondition);
  const name = textOf(valueOf(variant, 'name')) ?? 'a variant';
  const { rule: tree } = parsed;
  return { variant, name, rule: tree, conditions: new Set(conditions), splits, isSplit: isSplit(rule) };
}

/** What must all hold: `(and a (and b c))` → a, b, c. */
function conjuncts(rule: Condition): readonly Condition[] {
  return rule.kind === 'logic' && rule.operator === 'and' ? rule.operands.flatMap(conjuncts) : [rule];
}

function textOfCondition(condition: Condition): string {
  return isRule(condition) ? formatRule(condition) : JSON.stringify(condition);
}

function checkShare(share: Share, earlier: readonly Share[], findings: Findings): void {
  if (share.splits.some(({ percent }) => percent.value === 0)) return;
  const taker = earlier.find((other) => other.splits.length > 0 && takesAllOf(other, share));
  const [split] = share.splits;
  if (!taker || !split) return checkTogether(share, earlier, findings);
  const taken = taker.splits.find((other) => isSameOrder(other, split)) ?? split;
  const before = earlier.flatMap(({ splits }) => splits.filter((other) => isSameOrder(other, split)));
  const cumulative = before.reduce((sum, { percent }) => sum + percent.value, split.percent.value);
  const own = 'give it a seed of its own';
  findings.warning(placeOf(share.variant), 'PERCENT_NESTED', {
    message:
      `${share.name} is served to nobody: its ${split.percent.value} % of ${keysOf(split)} are among the ` +
      `${taken.percent.value} % of ${taker.name}, which comes before, so that 0 % are left for it`,
    fix:
      cumulative > 100 ? own : `write ${cumulative} for the next ${split.percent.value} % of them, or ${own}`,
  });
}

/** Several variants, or one without a percentage, may take together what none of them takes by its share. */
function checkTogether(share: Share, earlier: readonly Share[], findings: Findings): void {
  const takers = coveringRules(
    earlier.map(({ rule }) => rule),
    share.rule,
  );
  if (!takers) return;
  const names = takers.map((index) => earlier[index]?.name ?? '');
  const isNested = takers.some((index) => earlier[index]?.isSplit);
  findings.warning(placeOf(share.variant), 'PERCENT_NESTED', {
    message: `${share.name} is served to nobody: whoever it is for gets ${names.join(' or ')} before`,
    fix: `move ${share.name} before ${names[0] ?? ''}${isNested ? ', or give it a seed of its own' : ''}`,
  });
}

/** True if whoever fits the second fits the first. */
function takesAllOf(first: Share, second: Share): boolean {
  return (
    [...first.conditions].every((condition) => second.conditions.has(condition)) &&
    first.splits.every((outer) =>
      second.splits.some((inner) => isSameOrder(outer, inner) && inner.percent.value <= outer.percent.value),
    )
  );
}

function isSameOrder(one: Split, other: Split): boolean {
  return one.seed?.value === other.seed?.value && keysOf(one) === keysOf(other);
}

function keysOf({ by }: Split): string {
  return by.map(({ key }) => key).join(', ');
}

/** The percentage where it is written; what a rule or a segment says stands for itself. */
function placeOf(variant: YamlNode): YamlNode {
  const condition = valueOf(variant, 'when') ?? valueOf(variant, 'rule');
  return findPercent(condition) ?? condition ?? variant;
}

function findPercent(node: YamlNode | undefined): YamlNode | undefined {
  const own = valueOf(node, 'percent');
  if (own) return own;
  const inner = [...itemsOf(valueOf(node, 'all')), ...entriesOf(node).map(([, { value }]) => value)];
  for (const each of inner) {
    const found = each.kind === 'map' ? findPercent(each) : undefined;
    if (found) return found;
  }
  return undefined;
}
