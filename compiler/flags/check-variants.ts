import type { Findings } from '../reading/findings';
import type { Place } from '../reading/source';
import {
  entriesOf,
  entryOf,
  isNull,
  itemsOf,
  textOf,
  valueOf,
  type YamlEntry,
  type YamlNode,
} from '../reading/yaml-tree';
import { checkValue } from './check-value';
import { reportUnknownAttribute, type BlockContext } from './report-unknown-attribute';

/** Checks the variants of one block: names, one condition each, and what they set. */
export function checkVariants({ key, value }: YamlEntry, context: BlockContext): void {
  const names = new Set<string>();
  for (const variant of itemsOf(value)) {
    checkName(variant, names, context.findings);
    checkCondition(variant, key, context.findings);
    checkSet(variant, context);
  }
}

function checkName(variant: YamlNode, names: Set<string>, findings: Findings): void {
  const node = valueOf(variant, 'name');
  const name = textOf(node);
  if (!node || name === undefined) return;
  if (name === 'default') {
    findings.error(node, 'RESERVED_NAME', {
      message: 'default is reserved: it is the block itself, the last variant',
      fix: 'choose another name',
    });
  } else if (names.has(name)) {
    findings.error(node, 'DUPLICATE_VARIANT', {
      message: `two variants of one block are called ${name}`,
      fix: 'rename one of them',
    });
  }
  names.add(name);
}

/** A variant has `when` or `rule`; without either nothing behind it would ever be served. */
function checkCondition(variant: YamlNode, around: Place, findings: Findings): void {
  if (variant.kind !== 'map') return;
  const [when, rule] = [entryOf(variant, 'when'), entryOf(variant, 'rule')];
  const name = textOf(valueOf(variant, 'name')) ?? 'a variant';
  if (when && rule) {
    const second = rule.key.start > when.key.start ? rule.key : when.key;
    findings.error(second, 'WHEN_AND_RULE', {
      message: `${name} has when and rule`,
      fix: 'keep one of them',
    });
  } else if (!when && !rule) {
    findings.error(around, 'CONDITION_MISSING', {
      message: `${name} has no condition`,
      fix: 'add when: {..}; what everybody else gets is the block itself',
    });
  }
}

function checkSet(variant: YamlNode, context: BlockContext): void {
  const name = textOf(valueOf(variant, 'name')) ?? 'a variant';
  const where = `${context.where} for ${name}`;
  for (const [attribute, { key, value }] of entriesOf(valueOf(variant, 'set'))) {
    const rule = context.rules.get(attribute);
    if (attribute === 'enabled') {
      context.findings.error(key, 'MISPLACED_KEY', {
        message: 'enabled is not an attribute',
        fix: 'write it beside set, not in it',
      });
    } else if (!rule) reportUnknownAttribute(attribute, key, { ...context, more: [] });
    else if (!isNull(value)) checkValue(value, { name: attribute, where, rule }, context.findings);
  }
}
