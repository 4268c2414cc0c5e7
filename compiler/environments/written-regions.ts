import { itemsOf, textsOf, valueOf, type YamlNode } from '../reading/yaml-tree';

/** The regions of an environment in rollout order, each with its node; as far as they can be read. */
export function writtenRegions(root: YamlNode | undefined): readonly { region: string; node: YamlNode }[] {
  const lists = [
    valueOf(root, 'regions'),
    ...itemsOf(valueOf(root, 'waves')).map((wave) => valueOf(wave, 'regions')),
  ];
  return lists.flatMap((list) => textsOf(list).map(({ text, node }) => ({ region: text, node })));
}

/** Whether the regions are all there: a list with a mistake in it says little about what is not in it. */
export function hasReadableRegions(root: YamlNode | undefined): boolean {
  const waves = itemsOf(valueOf(root, 'waves'));
  const lists = waves.length > 0 ? waves.map((wave) => valueOf(wave, 'regions')) : [valueOf(root, 'regions')];
  return lists.every((list) => itemsOf(list).length > 0 && textsOf(list).length === itemsOf(list).length);
}
