/** A schema as data: what it asks for is told to people. */
export type Schema = Readonly<Record<string, unknown>>;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
};

/** What a schema asks for: its own words (`x-says`), its choices, or its type. */
export function saysOf(schema: Schema): string {
  if (typeof schema['x-says'] === 'string') return schema['x-says'];
  if (Array.isArray(schema['enum'])) return schema['enum'].join(' or ');
  const types = [schema['type'] ?? []].flat().map((type) => TYPE_WORDS[String(type)] ?? String(type));
  return types.length === 0 ? 'another value' : types.join(' or ');
}

export function propertySchema(schema: Schema, key: string): Schema {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  return properties[key] ?? {};
}

/** Something short that the schema would take. */
export function exampleOf(schema: Schema): string {
  const [example] = [schema['examples'] ?? schema['enum'] ?? []].flat() as unknown[];
  if (example !== undefined && typeof example !== 'object') return String(example);
  const examples: Readonly<Record<string, string>> = {
    boolean: 'true',
    integer: String(schema['minimum'] ?? 1),
    number: String(schema['minimum'] ?? 1),
    array: '[..]',
    object: '{..}',
  };
  return examples[String(schema['type'])] ?? '…';
}
