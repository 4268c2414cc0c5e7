import { canonicalJson, fingerprint } from './canonical-json';
import { flagStateIn, selectorsFor } from './flag-state';
import { mergeOperations } from './merge-operations';
import { applicationName } from './names';
import type { Attribute, Component, Document, Flag, FlagState } from './project';
import type { Json, JsonObject, Operations, Profile, Project, Target, Variant } from './project';

/** Everything AppConfig stores for one target, sorted by component, flags before operations. */
export function compileDocuments(project: Project, target: Target): Document[] {
  return project.components.flatMap((component) => [
    ...(component.flags.length > 0
      ? [documentOf(component, target, ['flags', compileFlags(component.flags, target)])]
      : []),
    ...(component.operations
      ? [documentOf(component, target, ['operations', compileOperations(component.operations, target)])]
      : []),
  ]);
}

/**
 * The flags document of a component: a strict subset of `AWS.AppConfig.FeatureFlags` version 1.
 *
 * Nothing in it is changed by AppConfig when it stores it, but for the times of change that it adds: no empty
 * objects, no coercible booleans, no unknown keys.
 */
export function compileFlags(flags: readonly Flag[], target: Target): JsonObject {
  return {
    version: '1',
    flags: Object.fromEntries(flags.map((flag) => [flag.key, compileDefinition(flag)])),
    values: Object.fromEntries(flags.map((flag) => [flag.key, compileValue(flagStateIn(flag, target))])),
  };
}

/** The operations document of a component: `default` ← environment ← environment/region. */
export function compileOperations(operations: Operations, target: Target): JsonObject {
  const { overrides } = operations;
  const layers = selectorsFor(target).filter((selector) => Object.hasOwn(overrides, selector));
  return mergeOperations([operations.default, ...layers.map((selector) => overrides[selector] ?? {})]);
}

function compileDefinition(flag: Flag): JsonObject {
  const attributes = Object.entries(flag.attributes).map(([key, attribute]): [string, Json] => [
    key,
    compileAttribute(attribute),
  ]);
  return withoutUndefined({
    name: flag.key,
    description: flag.description,
    attributes: attributes.length > 0 ? Object.fromEntries(attributes) : undefined,
    _deprecation: flag.deprecated && withoutUndefined({ status: 'planned', date: flag.deprecated.date }),
  });
}

function compileAttribute({ type, required, description, ...limits }: Attribute): JsonObject {
  const { pattern, minimum, maximum, elements } = limits;
  const constraints = { type, required: required || undefined, pattern, minimum, maximum };
  return withoutUndefined({
    description,
    constraints: withoutUndefined({
      ...constraints,
      enum: limits.enum,
      elements: elements && withoutUndefined({ ...elements }),
    }),
  });
}

/**
 * A disabled flag keeps its attributes: AppConfig refuses a document in which a required one is missing, on or off,
 * and serves them only while the flag is enabled.
 */
function compileValue({ enabled, attributes, variants }: FlagState): JsonObject {
  if (variants.length === 0) return { ...attributes, enabled };
  const last = withoutUndefined({ name: 'default', enabled, attributeValues: orAbsent(attributes) });
  return { _variants: [...variants.map((variant) => compileVariant(variant, attributes)), last] };
}

/** Attributes that a variant does not set come from the block: AppConfig itself inherits nothing. */
function compileVariant(variant: Variant, attributes: FlagState['attributes']): JsonObject {
  const { name, enabled, rule, set } = variant;
  return withoutUndefined({ name, enabled, rule, attributeValues: orAbsent({ ...attributes, ...set }) });
}

function documentOf(component: Component, target: Target, [profile, value]: [Profile, JsonObject]): Document {
  const content = canonicalJson(value);
  return {
    component: component.name,
    application: applicationName(component, target.environment),
    profile,
    environment: target.environment.name,
    region: target.region,
    contentType: 'application/json',
    value,
    content,
    fingerprint: fingerprint(content),
  };
}

function orAbsent(value: JsonObject): JsonObject | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}

function withoutUndefined(value: Readonly<Record<string, Json | undefined>>): JsonObject {
  const present = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(present);
}
