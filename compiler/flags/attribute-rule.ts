import type { AttributeType } from '../project';
import { itemsOf, numberOf, textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { compilePattern, patternProblem } from '../rules/pattern';

/** What an attribute (or each element of a list) may hold, as far as its definition can be read. */
export interface AttributeRule {
  /** Absent: the definition has a mistake there, so values are not compared with it. */
  readonly type: AttributeType | undefined;
  readonly isRequired: boolean;
  readonly pattern: ((text: string) => boolean) | undefined;
  /** As text: AppConfig lets a text be one of several numbers. */
  readonly choices: readonly string[] | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly elements: AttributeRule | undefined;
}

export const ATTRIBUTE_TYPES: readonly string[] = [
  'string',
  'number',
  'boolean',
  'array',
] satisfies AttributeType[];

/** Reads `{ type, required?, … }`. */
export function readAttributeRule(node: YamlNode): AttributeRule {
  const type = textOf(valueOf(node, 'type'));
  const required = valueOf(node, 'required');
  const choices = valueOf(node, 'enum');
  const elements = valueOf(node, 'elements');
  return {
    type: type !== undefined && ATTRIBUTE_TYPES.includes(type) ? (type as AttributeType) : undefined,
    isRequired: required?.kind === 'scalar' && required.value === true,
    pattern: readPattern(textOf(valueOf(node, 'pattern'))),
    choices:
      choices && itemsOf(choices).flatMap((item) => (item.kind === 'scalar' ? [String(item.value)] : [])),
    minimum: numberOf(valueOf(node, 'minimum')),
    maximum: numberOf(valueOf(node, 'maximum')),
    elements: elements && readAttributeRule(elements),
  };
}

/** A pattern with a mistake is reported where it is written; no value is compared with it. */
function readPattern(text: string | undefined): AttributeRule['pattern'] {
  return text === undefined || patternProblem(text) !== undefined ? undefined : compilePattern(text);
}
