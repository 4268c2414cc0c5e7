import type * as Ignore from 'ignore';

/** Under the folder of definitions, and nowhere else. */
export const CODEOWNERS = '.github/CODEOWNERS';

/** Who answers for a file: empty where a pattern names nobody. */
export type CodeOwners = (file: string) => readonly string[] | undefined;

interface Line {
  readonly fits: (file: string) => boolean;
  readonly owners: readonly string[];
}

/** `@user`, `@organization/team`, or a mail address. */
const OWNER = /^(@[^@/]+(\/[^@/]+)?|[^@/]+@[^@/]+)$/;

/**
 * Reads a CODEOWNERS file as GitHub does (GitHub docs, "About code owners", CODEOWNERS syntax).
 *
 * It skips lines that it does not understand, as a whole: with `!` or `[`, or with an owner that is none.
 */
export function readCodeOwners(text: string): CodeOwners {
  const lines = text.split(/\r?\n/).flatMap(readLine).reverse();
  return (file) => lines.find(({ fits }) => fits(file))?.owners;
}

function readLine(text: string): readonly Line[] {
  // A space in a pattern is written `\ `, and a comment may stand behind the owners.
  const [pattern, ...rest] = text.trim().match(/(?:\\.|\S)+/g) ?? [];
  if (pattern === undefined || /^[#!]|\[/.test(pattern)) return [];
  const comment = rest.findIndex((word) => word.startsWith('#'));
  const owners = comment === -1 ? rest : rest.slice(0, comment);
  return owners.every((owner) => OWNER.test(owner)) ? [{ fits: fitsPattern(pattern), owners }] : [];
}

/** The patterns are those of .gitignore, but for `docs/*`, which means no file in a folder of docs. */
function fitsPattern(pattern: string): (file: string) => boolean {
  const matcher = ignore().add(pattern);
  const isShallow = pattern.endsWith('/*');
  const depth = pattern.replace(/^\//, '').split('/').length;
  return (file) => matcher.ignores(file) && !(isShallow && file.split('/').length > depth);
}

export function ignore(options?: Ignore.Options): Ignore.Ignore {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only needed where there is such a file
  return (require('ignore') as typeof Ignore.default)(options);
}
