import { TOOLS } from './names';
import type { Project } from './project';

/** What `DYNCONF_ENVIRONMENTS` names; absent where it names nothing, which is all of them. */
export function chosenEnvironments(list: string | undefined): readonly string[] | undefined {
  const names = (list ?? '').split(',').map((name) => name.trim());
  const given = names.filter((name) => name !== '');
  return given.length > 0 ? given : undefined;
}

/** Says which of the chosen is none; absent when all are in order. */
export function unknownChoice(
  { environments, tools }: Pick<Project, 'environments' | 'tools'>,
  chosen: readonly string[] = [],
): string | undefined {
  const known = [...environments.map(({ name }) => name), ...(tools ? [TOOLS] : [])];
  const unknown = chosen.find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  return `DYNCONF_ENVIRONMENTS names ${unknown}, which is no environment: there are ${known.join(', ')}`;
}
