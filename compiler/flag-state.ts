import type { AttributeValue, Flag, FlagState, Target, ValueBlock, Variant } from './project';

/** A place a flag has a state in: as much of a target as overrides can select. */
export type Place = Pick<Target, 'region'> & { readonly environment: { readonly name: string } };

/** A flag as it is in one target: `default` ← environment ← environment/region, the more specific wins. */
export function flagStateIn(flag: Flag, place: Place): FlagState {
  const attributes = new Map<string, AttributeValue>();
  let enabled = false;
  let variants: readonly Variant[] = [];
  for (const block of blocksFor(flag, place)) {
    enabled = block.enabled ?? enabled;
    variants = block.variants ?? (block.enabled === false ? [] : variants); // off is off
    for (const [key, value] of Object.entries(block.attributes)) {
      if (value === null) attributes.delete(key);
      else attributes.set(key, value);
    }
  }
  return { flag, enabled, attributes: Object.fromEntries(attributes), variants };
}

/** The selectors that can override something in a place, the most general first. */
export function selectorsFor(place: Place): readonly [environment: string, region: string] {
  return [place.environment.name, `${place.environment.name}/${place.region}`];
}

function blocksFor(flag: Flag, place: Place): ValueBlock[] {
  const overrides = selectorsFor(place).flatMap((selector) => ownValue(flag.overrides, selector));
  return [flag.default, ...overrides];
}

/** An environment may be called `constructor`: what an object inherits is no override. */
function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value[] {
  const value = record[key];
  return value !== undefined && Object.hasOwn(record, key) ? [value] : [];
}
