import { startOfDefinition, type DefinitionFile } from '../definition-file';
import type { JsonObject, Operations } from '../project';
import { spanOf } from '../reading/source';
import { emptyRecord, entriesOf, plain, textOf, valueOf, type YamlMap } from '../reading/yaml-tree';

/** A valid operations document as part of the project. */
export function buildOperations(file: DefinitionFile, schema: YamlMap | undefined): Operations {
  const { root, name: component } = file;
  const description = textOf(valueOf(root, 'description'));
  const overrides = emptyRecord<JsonObject>();
  for (const [selector, { value }] of entriesOf(valueOf(root, 'overrides'))) {
    overrides[selector] = plain(value) as JsonObject;
  }
  const defaults = valueOf(root, 'default');
  return {
    component,
    owner: textOf(valueOf(root, 'owner')) ?? '',
    ...(description !== undefined && { description }),
    ...(schema && { schema: plain(schema) as JsonObject }),
    default: (defaults ? plain(defaults) : {}) as JsonObject,
    overrides,
    at: spanOf(startOfDefinition(file)),
  };
}
