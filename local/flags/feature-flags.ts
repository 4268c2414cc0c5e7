import { objectOr } from '../../compiler/json-object';
import type { Json, JsonObject } from '../../compiler/project';
import { badRequest } from '../http/errors';
import { checkFlagDefinition } from './flag-definitions';
import { checkFlagValue } from './flag-values';
import { ATTRIBUTE_KEY, satisfies, type Problem, type Report } from './flag-problems';

/**
 * A flags document without what AppConfig drops, or AppConfig's refusal with every broken constraint.
 *
 * AppConfig is both laxer than its schema (unknown keys are dropped, "true" is true, 33 variants pass) and stricter (an
 * attribute that its flag does not define is refused); this follows what it does.
 */
export function checkFeatureFlags(text: string): JsonObject {
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push({ Type: 'NotSatisfied', Value: '', ...problem });
  const document = checkDocument(parse(text), report);
  if (problems.length === 0) return document;
  throw refusal(problems);
}

function checkDocument(document: JsonObject, report: Report): JsonObject {
  checkVersion(document['version'], report);
  const definitions = section(document, 'flags', report);
  const values = section(document, 'values', report);
  const flags = Object.entries(definitions).map(([key, definition]): [string, JsonObject] => {
    satisfies(ATTRIBUTE_KEY.test(key), report, {
      Constraint: `Regexp(${ATTRIBUTE_KEY.source})`,
      Location: `flags.${key}`,
      Value: key,
    });
    return [key, checkFlagDefinition(`flags.${key}`, definition, report)];
  });
  const defined = Object.fromEntries(flags);
  const checked = Object.entries(values).map(([key, value]): [string, JsonObject] => {
    const attributes = Object.hasOwn(defined, key) ? objectOr(defined[key]?.['attributes']) : {};
    return [key, checkFlagValue({ location: `values.${key}`, value, attributes }, report)];
  });
  return { flags: defined, values: Object.fromEntries(checked), version: '1' };
}

function checkVersion(version: Json | undefined, report: Report): void {
  if (version === undefined || version === null || version === '')
    report({ Constraint: 'Required', Location: 'version', Value: '' });
  else if (version !== '1') report({ Constraint: 'OneOf(1)', Location: 'version', Value: String(version) });
}

function section(document: JsonObject, name: 'flags' | 'values', report: Report): JsonObject {
  const entries = document[name] ?? {};
  const isObject = typeof entries === 'object' && !Array.isArray(entries);
  if (!isObject)
    report({ Constraint: 'AttributeType(object)', Location: name, Type: 'Invalid', Value: String(entries) });
  return objectOr(entries);
}

function parse(text: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    value = null;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw refusal([{ Constraint: 'Json', Location: '', Type: 'Invalid', Value: text.slice(0, 100) }]);
  return value as JsonObject;
}

function refusal(problems: readonly Problem[]): Error {
  return badRequest("Error invoking extension AppConfig Feature Flags Helper: Invalid 'Content' data", {
    Reason: 'InvalidConfiguration',
    Details: { InvalidConfiguration: problems },
  });
}
