import type { Span } from '../diagnostic';
import { spanOf } from '../reading/source';
import { emptyRecord, entriesOf, itemsOf, type YamlMap } from '../reading/yaml-tree';

/** Where the values of a file are written, for findings about what becomes of them: of each key, and of what is in some. */
export function placesOf(
  root: YamlMap | undefined,
  opened: readonly string[],
): Readonly<Record<string, Span>> {
  const places = emptyRecord<Span>();
  for (const [key, { value }] of entriesOf(root)) {
    places[key] = spanOf(value);
    if (!opened.includes(key)) continue;
    for (const [name, entry] of entriesOf(value)) places[`${key}.${name}`] = spanOf(entry.value);
    itemsOf(value).forEach((item, index) => (places[`${key}.${index}`] = spanOf(item)));
  }
  return places;
}
