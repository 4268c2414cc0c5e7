import type { DiagnosticCode } from '../diagnostic-codes';
import type { Findings, Says } from '../reading/findings';
import { didYouMean } from '../reading/nearest';
import type { YamlNode } from '../reading/yaml-tree';
import { MAXIMUM_TEXT_VALUE } from '../schemas/flag-schema';
import { describe } from '../structure/report-violation';
import type { AttributeRule } from './attribute-rule';

export interface ValueToCheck {
  /** The attribute, and where its value applies: `max-amount`, ` in prod`. */
  readonly name: string;
  readonly where: string;
  readonly rule: AttributeRule;
}

type Problem = readonly [code: DiagnosticCode, says: Says];

/** Compares a value with what its attribute may hold. The structure check has named what can be no value at all. */
export function checkValue(node: YamlNode, what: ValueToCheck, findings: Findings): void {
  if (node.kind === 'map' || what.rule.type === undefined) return;
  if (node.kind === 'list' && what.rule.type === 'array') {
    checkElements(node.items, what, findings);
    return;
  }
  const problem = problemOf(node, what);
  if (problem) findings.error(node, ...problem);
}

function checkElements(items: readonly YamlNode[], what: ValueToCheck, findings: Findings): void {
  const { rule, name } = what;
  const first = items.find((item) => item.kind === 'scalar' && item.value !== null);
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'scalar' || item.value === null || typeof item.value === 'boolean') continue;
    const element = { ...what, name: `item ${index + 1} of ${name}` };
    if (rule.elements) checkValue(item, { ...element, rule: rule.elements }, findings);
    else checkFreeElement(item, first, { element, findings });
  }
}

/** Without `elements`, AppConfig takes a list of texts or a list of numbers. */
function checkFreeElement(
  item: YamlNode,
  first: YamlNode | undefined,
  { element, findings }: { element: ValueToCheck; findings: Findings },
): void {
  const typeOf = (node: YamlNode | undefined) => (node?.kind === 'scalar' ? typeof node.value : undefined);
  if (typeOf(item) !== typeOf(first)) {
    findings.error(item, 'ATTRIBUTE_WRONG_TYPE', {
      message: `${element.name} is ${describe(item)}${element.where}, the items before are of another type`,
      fix: 'write only texts or only numbers',
    });
    return;
  }
  const rule = { ...element.rule, type: typeOf(item) === 'number' ? 'number' : 'string' } as const;
  checkValue(item, { ...element, rule }, findings);
}

function problemOf(node: YamlNode, what: ValueToCheck): Problem | undefined {
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (value === null) return undefined;
  if (what.rule.type === 'string' && typeof value === 'string') return problemOfText(value, what);
  if (what.rule.type === 'number' && typeof value === 'number') return problemOfNumber(value, what);
  return typeof value === what.rule.type ? undefined : wrongType(node, what);
}

function problemOfText(value: string, { name, where, rule }: ValueToCheck): Problem | undefined {
  // AppConfig counts characters, not UTF-16 code units.
  if (value.length > MAXIMUM_TEXT_VALUE && [...value].length > MAXIMUM_TEXT_VALUE) {
    const message = `${name} has ${[...value].length} characters${where}, at most ${MAXIMUM_TEXT_VALUE} are allowed`;
    return ['ATTRIBUTE_TOO_LONG', { message, fix: 'shorten it' }];
  }
  if (rule.choices && !rule.choices.includes(value)) {
    const close = didYouMean(value, rule.choices);
    const message = `${name} is ${short(value)}${where}, which is none of its choices${close}`;
    return ['ATTRIBUTE_NOT_A_CHOICE', { message, fix: `allowed: ${rule.choices.map(short).join(', ')}` }];
  }
  if (!rule.pattern || rule.pattern(value)) return undefined;
  const message = `${name} is ${short(value)}${where}, which does not match its pattern`;
  return ['ATTRIBUTE_NO_MATCH', { message, fix: 'change the value, or the pattern of the attribute' }];
}

function problemOfNumber(value: number, { name, where, rule }: ValueToCheck): Problem | undefined {
  // What JSON cannot hold has been named.
  if (!Number.isFinite(value)) return undefined;
  if (rule.maximum !== undefined && value > rule.maximum) {
    const message = `${name} is ${value}${where}, at most ${rule.maximum} is allowed`;
    return ['ATTRIBUTE_ABOVE_MAXIMUM', { message, fix: `lower it, or raise ${limitName(name, 'maximum')}` }];
  }
  if (rule.minimum === undefined || value >= rule.minimum) return undefined;
  const message = `${name} is ${value}${where}, at least ${rule.minimum} is allowed`;
  return ['ATTRIBUTE_BELOW_MINIMUM', { message, fix: `raise it, or lower ${limitName(name, 'minimum')}` }];
}

/** `attributes.max-amount.maximum`, or of the elements of a list. */
function limitName(name: string, limit: string): string {
  const list = /^item \d+ of (.+)$/.exec(name)?.[1];
  return list === undefined ? `attributes.${name}.${limit}` : `attributes.${list}.elements.${limit}`;
}

const TYPE_WORDS = { string: 'text', number: 'a number', boolean: 'true or false', array: 'a list' } as const;

function wrongType(node: YamlNode, { name, where, rule }: ValueToCheck): Problem {
  const wanted = TYPE_WORDS[rule.type ?? 'string'];
  const written = describe(node);
  const isUnquoted = rule.type === 'string' && node.kind === 'scalar';
  const message = `${name} is ${written}${where}, it must be ${wanted}`;
  return [
    'ATTRIBUTE_WRONG_TYPE',
    { message, fix: isUnquoted ? `quote it: "${written}"` : `write ${wanted}` },
  ];
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text === '' ? 'an empty text' : text;
}
