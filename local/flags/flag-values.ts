import { isObject } from '../../compiler/json-object';
import type { Json, JsonObject } from '../../compiler/project';
import { checkAttributes } from './flag-attributes';
import { shown, type Report } from './flag-problems';
import { checkVariants } from './flag-variants';
import { readEnabled } from './read-enabled';

export interface FlagValue {
  readonly location: string;
  readonly value: Json;
  /** As its definition has them; empty when the flag is not defined. */
  readonly attributes: JsonObject;
}

/** A flag's value as AppConfig stores it. */
export function checkFlagValue({ location, value, attributes }: FlagValue, report: Report): JsonObject {
  if (!isObject(value)) {
    report({ Constraint: 'AttributeType(object)', Location: location, Type: 'Invalid', Value: shown(value) });
    return {};
  }
  const times = Object.fromEntries(
    Object.entries(value).filter(([key]) => key === '_createdAt' || key === '_updatedAt'),
  );
  const { enabled, _variants: variants, ...rest } = value;
  const own = Object.fromEntries(Object.entries(rest).filter(([key]) => !Object.keys(times).includes(key)));
  if (variants === undefined || variants === null) {
    checkAttributes({ location, values: own, attributes }, report);
    return { ...times, ...own, enabled: readEnabled(`${location}.enabled`, enabled, report) };
  }
  if (enabled !== undefined || Object.keys(own).length > 0)
    report({ Constraint: 'StrictVariants', Location: location, Value: shown(value) });
  const checked = checkVariants({ location, variants, attributes }, report);
  // An empty list is dropped, and `enabled` is not put in its place.
  return checked.length === 0 ? times : { ...times, _variants: checked };
}
