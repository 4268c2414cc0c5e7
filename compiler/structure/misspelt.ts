import { nearestOf } from '../reading/nearest';
import { entriesOf, type YamlNode } from '../reading/yaml-tree';
import type { JsonSchema } from './check-structure';

/** Whether a missing key stands there with a slip in it: then the unknown key is the one mistake to name. */
export function isMisspelt(key: string, node: YamlNode | undefined, schema: JsonSchema): boolean {
  const known = Object.keys((schema['properties'] ?? {}) as object);
  return entriesOf(node).some(([name]) => !known.includes(name) && nearestOf(name, known) === key);
}
