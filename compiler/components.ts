import type { Definitions } from './definition-file';
import { SHARED_COMPONENT } from './names';
import { textsOf, valueOf } from './reading/yaml-tree';

/** The fix where a component is named and there is none. */
export const NO_COMPONENTS = 'add flags/<component>/<flag>.yaml, or leave it out';

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

/** The components that have something of their own to release: `shared` has the flags that several read. */
export function rootedNamesOf({
  flags,
  operations,
  flagFolders,
}: Pick<Definitions, 'flags' | 'operations' | 'flagFolders'>): ReadonlySet<string> {
  const isShared = flags.some(({ component }) => component === SHARED_COMPONENT);
  const names = [...flagFolders, ...operations.map(({ name }) => name)];
  return new Set(isShared ? [...names, SHARED_COMPONENT] : names);
}
