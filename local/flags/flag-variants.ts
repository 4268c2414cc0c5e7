import { isObject, objectOr } from '../../compiler/json-object';
import type { Json, JsonObject } from '../../compiler/project';
import { checkAttributes } from './flag-attributes';
import { satisfies, shown, type Report } from './flag-problems';
import { readEnabled } from './read-enabled';
import { ruleProblem } from './rule-problem';

const LONGEST_RULE = 16384;

interface Variants {
  readonly location: string;
  readonly variants: Json;
  readonly attributes: JsonObject;
}

/** Variants in their order: every rule but the last one's is needed and must be a rule; the last one has none. */
export function checkVariants({ location, variants, attributes }: Variants, report: Report): JsonObject[] {
  if (!Array.isArray(variants)) {
    report({
      Constraint: 'AttributeType(array)',
      Location: `${location}._variants`,
      Type: 'Invalid',
      Value: shown(variants),
    });
    return [];
  }
  checkNames(location, variants as Json[], report);
  return (variants as Json[]).map((variant, index) =>
    checkVariant(
      { location, variant: objectOr(variant), index, isLast: index === variants.length - 1, attributes },
      report,
    ),
  );
}

function checkNames(location: string, variants: readonly Json[], report: Report): void {
  const names = variants.map((variant) => shown(objectOr(variant)['name']));
  satisfies(new Set(names).size === names.length, report, {
    Constraint: 'UniqueVariantNames',
    Location: `${location}._variants.variants.variants`,
    Value: shown(variants),
  });
  names.forEach((name, index) =>
    satisfies(/^[^\n]{1,64}$/.test(name) && isObject(variants[index]), report, {
      Constraint: 'Regexp(^[^\\n]{1,64}$)',
      Location: `${location}._variants.${index}.name`,
      Value: name,
    }),
  );
}

interface OneVariant {
  readonly location: string;
  readonly variant: JsonObject;
  readonly index: number;
  readonly isLast: boolean;
  readonly attributes: JsonObject;
}

function checkVariant(
  { location, variant, index, isLast, attributes }: OneVariant,
  report: Report,
): JsonObject {
  const place = `${location}._variants.${index}`;
  const byName = `${location}._variants.variants.${shown(variant['name'])}.rule`;
  const rule = shown(variant['rule']);
  if (isLast) satisfies(rule === '', report, { Constraint: 'Empty', Location: byName, Value: rule });
  else satisfies(rule !== '', report, { Constraint: 'NonEmpty', Location: byName, Value: '' });
  if (rule !== '') checkRuleText(`${place}.rule`, rule, report);
  const values = objectOr(variant['attributeValues']);
  checkAttributes({ location: `${place}.attributeValues`, values, attributes }, report);
  return {
    name: variant['name'] ?? '',
    enabled: readEnabled(`${place}.enabled`, variant['enabled'], report),
    ...(rule === '' ? {} : { rule }),
    ...(Object.keys(values).length === 0 ? {} : { attributeValues: values }),
  };
}

/** AppConfig reports a bad rule twice: a rule must be empty or valid, and it is neither. */
function checkRuleText(location: string, rule: string, report: Report): void {
  satisfies(rule.length <= LONGEST_RULE, report, {
    Constraint: `Length(0, ${LONGEST_RULE})`,
    Location: location,
    Value: `${rule.slice(0, 100)}…`,
  });
  const problem = ruleProblem(rule);
  if (problem === undefined) return;
  const within = problem.path.length === 0 ? location : `${location}.${problem.path.join('.')}`;
  report({ Constraint: 'Empty', Location: location, Value: rule });
  report({ Constraint: 'RuleIsValid', Location: within, Value: rule, Reason: problem.reason });
}
