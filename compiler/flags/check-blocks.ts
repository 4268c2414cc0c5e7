import type { Findings } from '../reading/findings';
import { entriesOf, entryOf, isNull, textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { readAttributeRule, type AttributeRule } from './attribute-rule';
import { checkValue } from './check-value';
import { checkVariants } from './check-variants';
import { reportUnknownAttribute, type AttributeRules, type BlockContext } from './report-unknown-attribute';

/** Every attribute a flag defines; one with mistakes in its definition is defined nevertheless. */
export function readAttributeRules(root: YamlNode | undefined): AttributeRules {
  return new Map(
    entriesOf(valueOf(root, 'attributes')).map(([name, { value }]) => [name, readAttributeRule(value)]),
  );
}

/** Checks each value block where it is written; what only a merged target shows is checked elsewhere. */
export function checkBlocks(root: YamlNode, rules: AttributeRules, findings: Findings): void {
  const context = { rules, findings };
  checkBlock(valueOf(root, 'default'), { ...context, where: '', isDefault: true });
  for (const [selector, { value }] of entriesOf(valueOf(root, 'overrides'))) {
    checkBlock(value, { ...context, where: ` in ${selector}`, isDefault: false });
  }
}

function checkBlock(
  block: YamlNode | undefined,
  context: BlockContext & { readonly isDefault: boolean },
): void {
  for (const [name, { key, value }] of entriesOf(block)) {
    if (name === 'enabled' || name === 'variants') continue;
    const rule = context.rules.get(name);
    if (!rule) {
      reportUnknownAttribute(name, key, { ...context, more: ['enabled', 'variants'] });
    } else if (isNull(value)) {
      checkNull(value, { ...context, name, rule });
    } else {
      checkValue(value, { name, where: context.where, rule }, context.findings);
    }
  }
  const variants = entryOf(block, 'variants');
  if (variants) checkVariants(variants, context);
}

function checkNull(
  value: YamlNode,
  {
    name,
    rule,
    isDefault,
    findings,
    where,
  }: BlockContext & { name: string; rule: AttributeRule; isDefault: boolean },
): void {
  if (isDefault) {
    findings.error(value, 'NULL_NOT_ALLOWED', {
      message: `${name} is null, but there is nothing to remove in default`,
      fix: 'leave it out, or give it a value',
    });
  } else if (rule.isRequired) {
    findings.error(value, 'NULL_NOT_ALLOWED', {
      message: `${name} is removed${where}, but it is required`,
      fix: `give it a value, or make it optional: attributes.${name}.required`,
    });
  }
}

/** The names of all variants of a flag, and `default`. */
export function variantNamesOf(variants: readonly YamlNode[]): ReadonlySet<string> {
  return new Set(['default', ...variants.flatMap((variant) => textOf(valueOf(variant, 'name')) ?? [])]);
}
