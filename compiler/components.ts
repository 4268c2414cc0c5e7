import type { Definitions } from './definition-file';
import { SHARED_COMPONENT } from './names';
import { textsOf, valueOf } from './reading/yaml-tree';

/**
 * The components there are: folders under flags/, files under opconfig/, and those that shared flags list.
 *
 * Listing is enough: a team whose features are all shared has neither folder nor file.
 */
export function componentNamesOf({ flags, operations, flagFolders }: Definitions): ReadonlySet<string> {
  const shared = flags.filter(({ component }) => component === SHARED_COMPONENT);
  const listed = shared.flatMap(({ root }) => textsOf(valueOf(root, 'components')).map(({ text }) => text));
  const documented = operations.map(({ name }) => name);
  const all = [...flagFolders, ...documented, ...listed];
  return new Set(shared.length > 0 ? [...all, SHARED_COMPONENT] : all);
}
