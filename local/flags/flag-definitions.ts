import { isObject, objectOr } from '../../compiler/json-object';
import type { Json, JsonObject } from '../../compiler/project';
import { ATTRIBUTE_KEY, satisfies, shown, type Report } from './flag-problems';

const DEFINITION_KEYS = ['name', 'description', '_createdAt', '_updatedAt', '_deprecation', 'attributes'];
const CONSTRAINT_KEYS = ['type', 'required', 'pattern', 'enum', 'minimum', 'maximum', 'elements'];
const TYPES = ['string', 'number', 'boolean', 'array'];
const MOST_ATTRIBUTES = 25;

/** A flag's definition: known keys kept, the rest dropped as AppConfig does. */
export function checkFlagDefinition(location: string, definition: Json, report: Report): JsonObject {
  if (!isObject(definition)) {
    report({
      Constraint: 'AttributeType(object)',
      Location: location,
      Type: 'Invalid',
      Value: shown(definition),
    });
    return {};
  }
  checkTexts(location, definition, report);
  const attributes = Object.entries(objectOr(definition['attributes']));
  satisfies(attributes.length <= MOST_ATTRIBUTES, report, {
    Constraint: `Length(0, ${MOST_ATTRIBUTES})`,
    Location: `${location}.attributes`,
    Value: String(attributes.length),
  });
  const checked = attributes.map(([key, attribute]): [string, JsonObject] => [
    key,
    checkAttribute(`${location}.attributes.${key}`, { key, attribute }, report),
  ]);
  const kept = pick(definition, DEFINITION_KEYS.slice(0, -1));
  return checked.length === 0 ? kept : { ...kept, attributes: Object.fromEntries(checked) };
}

function checkTexts(location: string, definition: JsonObject, report: Report): void {
  const { name, description } = definition;
  satisfies(name === undefined || (typeof name === 'string' && /^[^\n]{0,64}$/.test(name)), report, {
    Constraint: 'Regexp(^[^\\n]{1,64}$)',
    Location: `${location}.name`,
    Value: shown(name),
  });
  satisfies(
    description === undefined || (typeof description === 'string' && description.length <= 1024),
    report,
    { Constraint: 'Length(0, 1024)', Location: `${location}.description`, Value: shown(description) },
  );
}

function checkAttribute(
  location: string,
  { key, attribute }: { readonly key: string; readonly attribute: Json },
  report: Report,
): JsonObject {
  const isKey = ATTRIBUTE_KEY.test(key) && key !== 'enabled';
  satisfies(isKey, report, {
    Constraint: `Regexp(${ATTRIBUTE_KEY.source})`,
    Location: location,
    Value: key,
  });
  const constraints = pick(objectOr(objectOr(attribute)['constraints']), CONSTRAINT_KEYS);
  if (Object.keys(constraints).length > 0) checkConstraints(`${location}.constraints`, constraints, report);
  return {
    ...pick(objectOr(attribute), ['description']),
    ...(Object.keys(constraints).length > 0 ? { constraints } : {}),
  };
}

function checkConstraints(location: string, constraints: JsonObject, report: Report): void {
  const { type, pattern } = constraints;
  satisfies(TYPES.includes(String(type)), report, {
    Constraint: `OneOf(${TYPES.join(', ')})`,
    Location: `${location}.type`,
    Value: shown(type),
  });
  satisfies(pattern === undefined || constraints['enum'] === undefined, report, {
    Constraint: 'Empty',
    Location: `${location}.pattern`,
    Value: shown(pattern),
  });
}

function pick(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([key, item]) => keys.includes(key) && item !== null),
  );
}
