import { type CodeOwners, ignore } from './code-owners';

interface Entry {
  readonly fits: (file: string) => boolean;
  /** The file needs nobody of this section. */
  readonly isExcluded: boolean;
  readonly owners: readonly string[];
}

/** `^[Name][2] @default-owner`: optional, with a number of approvals, and who owns what names nobody else. */
const HEADING = /^\^?\[([^\]]+)\](?:\[\d*\])?(\s.*)?$/;
/** `@user`, `@group/nested/group`, `@@role`, or a mail address. */
const OWNER = /^(@@?[^@/]+(\/[^@/]+)*|[^@/]+@[^@/]+)$/;

/**
 * Reads a CODEOWNERS file as GitLab does (GitLab docs, "Syntax of CODEOWNERS file", "Advanced CODEOWNERS
 * configuration"): in each section the last pattern that fits counts, and a file is owned by those of all sections.
 */
export function readGitLabCodeOwners(text: string): CodeOwners {
  const sections = [...readSections(text).values()].map((entries) => entries.reverse());
  return (file) => {
    const fitting = sections.flatMap((entries) => {
      const ofFile = entries.filter(({ fits }) => fits(file));
      return ofFile.some(({ isExcluded }) => isExcluded) ? [] : ofFile.slice(0, 1);
    });
    return fitting.length > 0 ? [...new Set(fitting.flatMap(({ owners }) => owners))] : undefined;
  };
}

/** By name in lower case: sections of one name are one. */
function readSections(text: string): Map<string, Entry[]> {
  const sections = new Map<string, Entry[]>();
  let [name, defaults]: [string, readonly string[]] = ['', []];
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    const heading = HEADING.exec(line);
    if (heading) [name, defaults] = [(heading[1] ?? '').toLowerCase(), ownersIn(heading[2] ?? '')];
    else if (line !== '' && !line.startsWith('#'))
      sections.set(name, [...(sections.get(name) ?? []), readEntry(line, defaults)]);
  }
  return sections;
}

/** What is no owner is passed over, so that a comment behind the owners needs no rule of its own. */
function readEntry(line: string, defaults: readonly string[]): Entry {
  const isExcluded = line.startsWith('!');
  const [pattern = ''] = /^(?:\\.|\S)+/.exec(isExcluded ? line.slice(1) : line) ?? [];
  const owners = ownersIn(line.slice(pattern.length + Number(isExcluded)));
  return { fits: fitsPattern(pattern), isExcluded, owners: owners.length > 0 ? owners : defaults };
}

function ownersIn(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => OWNER.test(word));
}

/** Ruby's `File.fnmatch`: unlike in .gitignore, `/docs` is a file, and only `/docs/` is what lies in a folder. */
function fitsPattern(pattern: string): (file: string) => boolean {
  const whole = pattern.startsWith('/') ? pattern.slice(1) : `**/${pattern}`;
  const steps = (whole.endsWith('/') ? `${whole}**/*` : whole).split('/').map(readStep);
  return (file) => fitsSteps(steps, file.split('/'));
}

/** What one name of a path has to be; `anyDepth`: any number of folders. */
type Step = 'anyDepth' | ((name: string) => boolean);

function readStep(step: string, index: number, { length }: readonly string[]): Step {
  if (step === '**' && index < length - 1) return 'anyDepth';
  const matcher = ignore({ ignorecase: false }).add(`/${step}`);
  return (name) => matcher.ignores(name);
}

function fitsSteps([step, ...steps]: readonly Step[], names: readonly string[]): boolean {
  const [name, ...others] = names;
  if (step === undefined) return name === undefined;
  if (step === 'anyDepth')
    return fitsSteps(steps, names) || (name !== undefined && fitsSteps([step, ...steps], others));
  return name !== undefined && step(name) && fitsSteps(steps, others);
}
