import type { Findings } from '../reading/findings';
import { entriesOf, entryOf, itemsOf, numberOf, textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { ATTRIBUTE_TYPES } from './attribute-rule';
import { patternProblem } from '../rules/pattern';

/** Attributes a value block has by itself. */
const RESERVED: readonly string[] = ['enabled', 'variants'];
/** Which constraint limits which type, in AppConfig's words. */
const CONSTRAINTS: Readonly<Record<string, readonly string[]>> = {
  pattern: ['string'],
  enum: ['string'],
  minimum: ['number'],
  maximum: ['number'],
  elements: ['array'],
};

/** Checks the definitions of a flag's attributes: names, and constraints that fit their type and each other. */
export function checkAttributes(attributes: YamlNode | undefined, findings: Findings): void {
  for (const [name, { key, value }] of entriesOf(attributes)) {
    if (RESERVED.includes(name)) {
      findings.error(key, 'RESERVED_NAME', {
        message: `${name} is reserved: every value block has it`,
        fix: 'choose another name',
      });
    }
    checkConstraints(value, name, findings);
    const elements = valueOf(value, 'elements');
    if (elements) checkConstraints(elements, `each element of ${name}`, findings);
  }
}

function checkConstraints(attribute: YamlNode, name: string, findings: Findings): void {
  const type = textOf(valueOf(attribute, 'type'));
  // A type that there is not has been named: what would fit it is anybody's guess.
  if (type === undefined || !ATTRIBUTE_TYPES.includes(type)) return;
  for (const [constraint, types] of Object.entries(CONSTRAINTS)) {
    const entry = entryOf(attribute, constraint);
    if (!entry || types.includes(type)) continue;
    findings.error(entry.key, 'CONSTRAINT_MISPLACED', {
      message: `${constraint} is for ${types.join(' or ')}, ${name} is ${type}`,
      fix: 'remove it, or change the type',
    });
  }
  checkPattern(attribute, findings);
  checkRange(attribute, name, findings);
  checkChoices(attribute, findings);
}

function checkPattern(attribute: YamlNode, findings: Findings): void {
  const pattern = valueOf(attribute, 'pattern');
  const text = textOf(pattern);
  const problem = text === undefined ? undefined : patternProblem(text);
  if (!pattern || problem === undefined) return;
  findings.error(pattern, 'PATTERN_INVALID', {
    message: `the pattern is not a regular expression of the RE2 kind: ${problem}`,
    fix: 'RE2 has no look-around and no backreferences',
  });
}

function checkRange(attribute: YamlNode, name: string, findings: Findings): void {
  const [minimum, maximum] = [valueOf(attribute, 'minimum'), valueOf(attribute, 'maximum')];
  const [low, high] = [numberOf(minimum), numberOf(maximum)];
  if (!maximum || low === undefined || high === undefined || low <= high) return;
  findings.error(maximum, 'RANGE_EMPTY', {
    message: `${name} has minimum ${low} and maximum ${high}: no number fits`,
    fix: 'raise maximum, or lower minimum',
  });
}

/** AppConfig takes a pattern or a list of choices, not both. */
function checkChoices(attribute: YamlNode, findings: Findings): void {
  const [pattern, choices] = [entryOf(attribute, 'pattern'), entryOf(attribute, 'enum')];
  if (!pattern || !choices || itemsOf(choices.value).length === 0) return;
  const second = choices.key.start > pattern.key.start ? choices.key : pattern.key;
  findings.error(second, 'PATTERN_AND_ENUM', {
    message: 'pattern and enum exclude each other in AppConfig',
    fix: 'keep one of them',
  });
}
