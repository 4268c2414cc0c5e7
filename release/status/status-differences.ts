import { isTime } from '../appconfig/stored-version';
import { objectOr } from '../../compiler/json-object';
import { canonicalJson } from '../../compiler/canonical-json';
import type { Json, JsonObject, Profile } from '../../compiler/project';

/** Two states of one document, and what people call them. */
export interface Compared {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** `git`, `served`. */
  readonly names: readonly [before: string, after: string];
}

const SHOWN_CHARACTERS = 60;

/** What differs between two stored documents: flag by flag, or setting by setting, one line each. */
export function explainDifferences(profile: Profile, compared: Compared): string[] {
  return profile === 'flags' ? explainFlags(compared) : explainSettings(compared);
}

function explainFlags({ before, after, names }: Compared): string[] {
  const [left, right] = [factsByFlag(before), factsByFlag(after)];
  return keysOf(left, right).flatMap((flag) => {
    const [was, is] = [left.get(flag), right.get(flag)];
    if (!is) return [`${flag}: only ${inside(names[0])}`];
    if (!was) return [`${flag}: only ${inside(names[1])}`];
    return changes(was, is).map((change) => `${flag}: ${change}`);
  });
}

function explainSettings({ before, after }: Compared): string[] {
  const facts = (document: JsonObject): Facts => new Map(leavesOf(document, []));
  return changes(facts(before), facts(after));
}

/** What can be said of a flag or a document, each by itself: `attribute max-amount` → 500. */
type Facts = ReadonlyMap<string, Json>;

function factsByFlag(document: JsonObject): ReadonlyMap<string, Facts> {
  const [definitions, values] = [objectOr(document['flags']), objectOr(document['values'])];
  const keys = new Set([...Object.keys(definitions), ...Object.keys(values)]);
  return new Map(
    [...keys].map((key) => [
      key,
      new Map([...valueFacts(objectOr(values[key])), ...definitionFacts(objectOr(definitions[key]))]),
    ]),
  );
}

/** The last variant has no rule: it is what the flag is when nothing else matches, as without variants. */
function valueFacts(value: JsonObject): [string, Json][] {
  const variants = value['_variants'];
  if (!Array.isArray(variants) || variants.length === 0) return blockFacts('', value);
  const all = variants.map((variant: Json) => objectOr(variant));
  const last = all.at(-1) ?? {};
  const others = all.slice(0, -1);
  return [
    ...blockFacts('', { ...objectOr(last['attributeValues']), enabled: last['enabled'] ?? false }),
    ...(others.length > 0
      ? [['variants', others.map(({ name }) => name ?? '')] satisfies [string, Json]]
      : []),
    ...others.flatMap(variantFacts),
  ];
}

function variantFacts(variant: JsonObject): [string, Json][] {
  const prefix = `variant ${String(variant['name'])}, `;
  const block = { ...objectOr(variant['attributeValues']), enabled: variant['enabled'] ?? false };
  return [[`${prefix}rule`, variant['rule'] ?? ''], ...blockFacts(prefix, block)];
}

function blockFacts(prefix: string, block: JsonObject): [string, Json][] {
  const attributes = Object.entries(block).filter(([key]) => key !== 'enabled' && !key.startsWith('_'));
  return [
    [`${prefix}enabled`, block['enabled'] ?? false],
    ...attributes.map(([key, value]): [string, Json] => [`${prefix}attribute ${key}`, value]),
  ];
}

function definitionFacts(definition: JsonObject): [string, Json][] {
  const attributes = Object.entries(objectOr(definition['attributes']));
  const rest = Object.entries(definition).filter(([key]) => key !== 'attributes' && !isTime(key));
  return [
    ...rest.map(([key, value]): [string, Json] => [key === '_deprecation' ? 'deprecation' : key, value]),
    ...attributes.map(([key, value]): [string, Json] => [`definition of ${key}`, value]),
  ];
}

/** Lists are whole values: where one of them differs, the list does. */
function leavesOf(value: Json, path: readonly string[]): [string, Json][] {
  const entries = Object.entries(objectOr(value));
  if (entries.length === 0) return path.length > 0 ? [[path.join('.'), value]] : [];
  return entries.flatMap(([key, part]) => leavesOf(part, [...path, key]));
}

function changes(before: Facts, after: Facts): string[] {
  return keysOf(before, after).flatMap((fact) => {
    const [was, is] = [before.get(fact), after.get(fact)];
    if (was !== undefined && is !== undefined && canonicalJson(was) === canonicalJson(is)) return [];
    return [`${fact} ${shown(was)} → ${shown(is)}`];
  });
}

function keysOf(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort();
}

function inside(name: string): string {
  return name === 'git' ? 'in git' : name;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'none';
  const text = JSON.stringify(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text;
}
