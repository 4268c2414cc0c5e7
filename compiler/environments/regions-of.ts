import { itemsOf, textsOf, valueOf, type YamlNode } from '../reading/yaml-tree';

/** The regions of an environment in rollout order, each with its node; as far as they can be read. */
export function regionsOf(root: YamlNode | undefined): readonly { region: string; node: YamlNode }[] {
  const lists = [valueOf(root, 'regions'), ...itemsOf(valueOf(root, 'waves')).map((wave) => valueOf(wave, 'regions'))];
  return lists.flatMap((list) => textsOf(list).map(({ text, node }) => ({ region: text, node })));
}
