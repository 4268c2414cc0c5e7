import { startOfDefinition, type DefinitionFile } from '../definition-file';
import { SHARED_COMPONENT } from '../names';
import type { Attribute, AttributeValue, Flag, Lifecycle, Spec, ValueBlock, Variant } from '../project';
import { spanOf } from '../reading/source';
import {
  emptyRecord,
  entriesOf,
  itemsOf,
  plain,
  textOf,
  textsOf,
  valueOf,
  type YamlNode,
} from '../reading/yaml-tree';
import type { CompiledRules } from './compile-rules';
import type { FlagIndex } from './flag-index';

/** A valid flag as part of the project; what its file leaves out gets its default here and nowhere else. */
export function buildFlag(
  file: DefinitionFile,
  { index, rules }: { index: FlagIndex; rules: CompiledRules },
): Flag {
  const { root, name: key, component = SHARED_COMPONENT } = file;
  const expires = textOf(valueOf(root, 'expires'));
  const deprecated = buildDeprecation(valueOf(root, 'deprecated'));
  return {
    key,
    component,
    readers: component === SHARED_COMPONENT ? textsIn(root, 'components') : [component],
    description: textOf(valueOf(root, 'description')) ?? '',
    owner: textOf(valueOf(root, 'owner')) ?? '',
    lifecycle: (textOf(valueOf(root, 'lifecycle')) ?? DEFAULT_LIFECYCLE) as Lifecycle,
    ...(expires !== undefined && { expires }),
    ...(deprecated && { deprecated }),
    attributes: mapEntries(valueOf(root, 'attributes'), buildAttribute),
    default: buildBlock(valueOf(root, 'default'), rules),
    overrides: mapEntries(valueOf(root, 'overrides'), (block) => buildBlock(block, rules)),
    requires: textsIn(root, 'requires').map((reference) => index.nameOf(reference, component) ?? reference),
    specs: itemsOf(valueOf(root, 'specs')).map(buildSpec),
    at: spanOf(startOfDefinition(file)),
  };
}

export const DEFAULT_LIFECYCLE: Lifecycle = 'release';

function buildDeprecation(node: YamlNode | undefined): Flag['deprecated'] {
  const reason = textOf(valueOf(node, 'reason'));
  if (reason === undefined) return undefined;
  const [replacedBy, date] = [textOf(valueOf(node, 'replaced-by')), textOf(valueOf(node, 'date'))];
  return { reason, ...(replacedBy !== undefined && { replacedBy }), ...(date !== undefined && { date }) };
}

function buildAttribute(node: YamlNode): Attribute {
  const attribute = plain(node) as unknown as Omit<Attribute, 'required'> & { required?: boolean };
  return { ...attribute, required: attribute.required ?? false };
}

function buildBlock(node: YamlNode | undefined, rules: CompiledRules): ValueBlock {
  const enabled = valueOf(node, 'enabled');
  const variants = valueOf(node, 'variants');
  const attributes = emptyRecord<AttributeValue | null>();
  for (const [name, { value }] of entriesOf(node)) {
    if (name !== 'enabled' && name !== 'variants') attributes[name] = plain(value) as AttributeValue | null;
  }
  return {
    ...(enabled && { enabled: plain(enabled) as boolean }),
    attributes,
    ...(variants && { variants: itemsOf(variants).map((variant) => buildVariant(variant, rules)) }),
  };
}

function buildVariant(node: YamlNode, rules: CompiledRules): Variant {
  const enabled = valueOf(node, 'enabled');
  return {
    name: textOf(valueOf(node, 'name')) ?? '',
    enabled: enabled ? (plain(enabled) as boolean) : true,
    rule: rules.get(node) ?? '',
    set: mapEntries(valueOf(node, 'set'), (value) => plain(value) as AttributeValue),
  };
}

function buildSpec(node: YamlNode): Spec {
  const name = textOf(valueOf(node, 'name'));
  return {
    ...(name !== undefined && { name }),
    in: textOf(valueOf(node, 'in')) ?? '',
    given: mapEntries(valueOf(node, 'given'), (value) => plain(value) as string | number | boolean),
    expect: mapEntries(valueOf(node, 'expect'), plain),
    at: spanOf(node),
  };
}

function textsIn(node: YamlNode | undefined, field: string): readonly string[] {
  return textsOf(valueOf(node, field)).map(({ text }) => text);
}

function mapEntries<To>(
  node: YamlNode | undefined,
  change: (value: YamlNode) => To,
): Readonly<Record<string, To>> {
  const changed = emptyRecord<To>();
  for (const [key, { value }] of entriesOf(node)) changed[key] = change(value);
  return changed;
}
