import type { Combination } from '../landscape';
import { entriesOf, entryOf, isNull, itemsOf, valueOf, type YamlNode } from '../reading/yaml-tree';

/** The value blocks that make up a flag in a combination of targets, the most general first. */
export function layersOf(root: YamlNode | undefined, { selectors }: Combination): readonly YamlNode[] {
  const overrides = valueOf(root, 'overrides');
  const own = selectors.map((selector) => valueOf(overrides, selector));
  return [valueOf(root, 'default'), ...own].filter((layer) => layer !== undefined);
}

/** Whether an attribute has a value once all layers lie over each other. A wrong value is a value. */
export function hasValue(layers: readonly YamlNode[], attribute: string): boolean {
  const last = layers.findLast((layer) => entryOf(layer, attribute) !== undefined);
  return last !== undefined && !isNull(valueOf(last, attribute));
}

export interface OnState {
  /** Somebody may get it: the block or one of its variants is on. */
  readonly isOnForSome: boolean;
  /** The default variant is on: what everybody gets whom no variant matches. */
  readonly isOnByDefault: boolean;
}

/** Whether a flag is on once all layers lie over each other. */
export function onState(layers: readonly YamlNode[]): OnState {
  let isOn = false;
  let variants: readonly YamlNode[] = [];
  for (const layer of layers) {
    const enabled = valueOf(layer, 'enabled');
    const own = valueOf(layer, 'variants');
    if (enabled) isOn = isTrue(enabled);
    if (own) variants = itemsOf(own);
    else if (enabled && !isOn) variants = []; // off is off
  }
  const isOnForSome = isOn || variants.some((variant) => isTrue(valueOf(variant, 'enabled') ?? TRUE));
  return { isOnForSome, isOnByDefault: isOn };
}

const TRUE = { kind: 'scalar', value: true } as const;

function isTrue(node: YamlNode | typeof TRUE): boolean {
  return node.kind === 'scalar' && node.value === true;
}

/** Whether all that makes a flag on or off is written as it should be. */
export function isStateReadable(root: YamlNode | undefined): boolean {
  const overrides = valueOf(root, 'overrides');
  const blocks = [valueOf(root, 'default'), ...entriesOf(overrides).map(([, { value }]) => value)];
  return (!overrides || overrides.kind === 'map') && blocks.every(isBlockReadable);
}

function isBlockReadable(block: YamlNode | undefined): boolean {
  const variants = valueOf(block, 'variants');
  const owners = [block, ...itemsOf(variants)];
  return (
    block?.kind === 'map' &&
    (!variants || variants.kind === 'list') &&
    owners.every((owner) => isSwitch(valueOf(owner, 'enabled')))
  );
}

function isSwitch(node: YamlNode | undefined): boolean {
  return !node || (node.kind === 'scalar' && typeof node.value === 'boolean');
}
