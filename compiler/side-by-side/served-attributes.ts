import { flagStateIn } from '../flag-state';
import type { Attribute, AttributeValue, Flag, Target } from '../project';
import { compilePattern } from '../rules/pattern';

/** The attributes that somebody gets of a flag in a target: of the block and of each variant, where they are on. */
export function servedAttributes(
  flag: Flag,
  target: Target,
): readonly Readonly<Record<string, AttributeValue>>[] {
  const { enabled, attributes, variants } = flagStateIn(flag, target);
  const blocks = variants.map(({ enabled: isOn, set }) => ({ isOn, attributes: { ...attributes, ...set } }));
  return [...blocks, { isOn: enabled, attributes }].flatMap((block) =>
    block.isOn ? [block.attributes] : [],
  );
}

/** One value, and what an attribute or an element of a list must be. */
type Limits = Pick<Attribute, 'enum' | 'pattern' | 'minimum' | 'maximum'>;

/** Where in the definition of an attribute it is said that it does not take a value; undefined: it takes it. */
export function refusingConstraint(
  value: AttributeValue,
  attribute: Attribute,
): readonly string[] | undefined {
  if (!Array.isArray(value)) return refusingLimit(value as string | number | boolean, attribute);
  const { elements } = attribute;
  if (!elements) return undefined;
  const refusing = (value as readonly (string | number)[]).map((item) =>
    typeof item === elements.type ? refusingLimit(item, elements) : ['type'],
  );
  const first = refusing.find((constraint) => constraint !== undefined);
  return first && ['elements', ...first];
}

function refusingLimit(value: string | number | boolean, limits: Limits): readonly string[] | undefined {
  if (limits.minimum !== undefined && typeof value === 'number' && value < limits.minimum) return ['minimum'];
  if (limits.maximum !== undefined && typeof value === 'number' && value > limits.maximum) return ['maximum'];
  // As text: AppConfig lets a text be one of several numbers.
  if (limits.enum && !limits.enum.map(String).includes(String(value))) return ['enum'];
  if (limits.pattern !== undefined && !compilePattern(limits.pattern)(String(value))) return ['pattern'];
  return undefined;
}
