import type { Project } from '../compiler/project';

/** What to say of definitions that have environments only; absent where there is something to release. */
export function nothingYet({ components }: Project): string | undefined {
  if (components.length > 0) return undefined;
  return 'there are no flags and settings yet: write flags/<component>/<key>.yaml or opconfig/<component>.yaml\n';
}
