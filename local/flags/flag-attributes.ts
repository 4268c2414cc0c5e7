import { objectOr } from '../../compiler/json-object';
import { RE2JS } from 're2js';
import type { Json, JsonObject } from '../../compiler/project';
import { satisfies, shown, type Report } from './flag-problems';

const LONGEST_TEXT = 1024;

interface Attributes {
  readonly location: string;
  readonly values: JsonObject;
  /** As the flag defines them. */
  readonly attributes: JsonObject;
}

/** Attribute values against the flag's definition; a disabled flag's are checked too. */
export function checkAttributes({ location, values, attributes }: Attributes, report: Report): void {
  checkRequired({ location, values, attributes }, report);
  for (const [key, value] of Object.entries(values)) {
    // Attributes may be called `constructor`.
    if (!Object.hasOwn(attributes, key)) {
      const Value = JSON.stringify({ Key: key, Value: value });
      const known = Object.keys(attributes).join(' ');
      report({ Constraint: `Satisfies(map[${known}])`, Location: `${location}.${key}`, Value });
      continue;
    }
    checkValue(
      {
        location: `${location}.${key}`,
        value,
        constraints: objectOr(objectOr(attributes[key])['constraints']),
      },
      report,
    );
  }
}

function checkRequired({ location, values, attributes }: Attributes, report: Report): void {
  const missing = Object.entries(attributes).filter(([key, definition]) => {
    const isRequired = objectOr(objectOr(definition)['constraints'])['required'] === true;
    return isRequired && (!Object.hasOwn(values, key) || values[key] === null);
  });
  if (missing.length === 0) return;
  const at = `${location}.attributes`;
  report({ Constraint: 'Not(IsZero([]))', Location: at, Value: JSON.stringify(attributes) });
  for (const [key, definition] of missing) {
    const Value = JSON.stringify({ Key: key, Value: definition });
    report({ Constraint: 'Entries', Location: `${at}.${key}`, Value });
  }
}

interface OneValue<T extends Json = Json> {
  readonly location: string;
  readonly value: T;
  readonly constraints: JsonObject;
}

function checkValue({ location, value, constraints }: OneValue, report: Report): void {
  const type = constraints['type'];
  if (type === 'array') return checkArray({ location, value, constraints }, report);
  if (type !== undefined && typeof value !== type)
    return report({ Constraint: `AttributeType(${shown(type)})`, Location: location, Value: shown(value) });
  if (typeof value === 'string') checkText({ location, value, constraints }, report);
  if (typeof value === 'number') checkNumber({ location, value, constraints }, report);
}

function checkArray({ location, value, constraints }: OneValue, report: Report): void {
  if (!Array.isArray(value))
    return report({ Constraint: 'AttributeType(array)', Location: location, Value: shown(value) });
  const elements = objectOr(constraints['elements']);
  const type = elements['type'];
  (value as Json[]).forEach((item, index) => {
    const place = { location: `${location}.${index}`, value: item, constraints: elements };
    if (type !== undefined && typeof item !== type)
      report({
        Constraint: `ElementType(${shown(type)})`,
        Location: place.location,
        Value: shown(item),
      });
    else checkValue(place, report);
  });
}

function checkText({ location, value, constraints }: OneValue<string>, report: Report): void {
  satisfies(value.length <= LONGEST_TEXT, report, {
    Constraint: `Length(0, ${LONGEST_TEXT})`,
    Location: location,
    Value: value.slice(0, 100),
  });
  const allowed = constraints['enum'];
  if (Array.isArray(allowed))
    satisfies(allowed.map(shown).includes(value), report, {
      Constraint: `OneOf(${allowed.map(shown).join(', ')})`,
      Location: location,
      Value: value,
    });
  const pattern = constraints['pattern'];
  if (typeof pattern === 'string')
    satisfies(matches(pattern, value), report, {
      Constraint: `Regexp(${pattern})`,
      Location: location,
      Value: value,
    });
}

/** RE2, found anywhere, as Go matches; a pattern that RE2 cannot read matches nothing. */
function matches(pattern: string, value: string): boolean {
  try {
    return RE2JS.compile(pattern).matcher(value).find();
  } catch {
    return false;
  }
}

function checkNumber({ location, value, constraints }: OneValue<number>, report: Report): void {
  const { minimum, maximum } = constraints;
  if (typeof minimum === 'number')
    satisfies(value >= minimum, report, {
      Constraint: `FloatGTE(${minimum})`,
      Location: location,
      Value: String(value),
    });
  if (typeof maximum === 'number')
    satisfies(value <= maximum, report, {
      Constraint: `FloatLTE(${maximum})`,
      Location: location,
      Value: String(value),
    });
}
