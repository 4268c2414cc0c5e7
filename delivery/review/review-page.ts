import type { Diagnostic } from '../../compiler/diagnostic';
import { duration } from '../pipeline/format-plan';
import { joinSections, type Part, type Section } from './page-sections';
import { planParts } from './plan-section';
import type { AffectedStack, DocumentChange, PipelineEstimate, Plans, Review } from './review';
import { codeBlock, codeSpan, shortened, shortJson } from './safe-markdown';
import { byEnvironment, counted, type RegionCounts, regionCounts } from './target-words';

/** By which a page is found among the comments of a pull request. */
export const PAGE_MARK = '<!-- dynconf-review -->';
/** GitHub refuses a longer comment ("Body is too long (maximum is 65536 characters)"). */
export const LONGEST_PAGE = 65_536;

export interface PageOptions {
  /** @default - none were made */
  readonly plans?: Plans | undefined;
  /** The run of the pull request's own workflow that has made them. @default - made here */
  readonly planRun?: string | undefined;
  /** Found elsewhere, by code that nobody may have looked at. @default false */
  readonly isStored?: boolean;
}

/** The page of a pull request: what changes for whom, in Markdown of which no text of the definitions is a part. */
export function reviewPage(review: Review, { plans, planRun, isStored = false }: PageOptions = {}): string {
  const known = [PAGE_MARK, headline(review), ...(isStored ? [WHO_FOUND_IT] : [])];
  const notes = review.notes.map((note) => `> ${codeSpan(note)}`);
  // A commit is what is compared with, unless it is what an environment serves.
  const shownBy = review.base.commit === '' ? REVIEW_SERVED : REVIEW;
  const sections: Section[] = [
    { parts: [...known, ...notes], sharePercent: 10, shownBy },
    { parts: diagnosticParts(review.diagnostics), sharePercent: 20, shownBy },
    { parts: documentParts(review), sharePercent: 30, shownBy },
    { parts: stackParts(review.stacks), sharePercent: 10, shownBy },
    { parts: plans ? planParts(plans, planRun) : [], sharePercent: 25, shownBy: PLAN },
    { parts: timeParts(review.pipelines), sharePercent: 5, shownBy },
  ];
  return joinSections(sections, LONGEST_PAGE - 1);
}

const REVIEW = 'npx dynconf review --base <revision> --format json';
const REVIEW_SERVED = 'npx dynconf review --served <environment> --format json';
const PLAN = 'npx dynconf plan --base <revision>';
const WHO_FOUND_IT =
  "Found by the pull request's own code, on a machine that only reads. Where code changes, read that before you believe this page.";

function headline({ diagnostics, changes, targets, base }: Review): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const commit = base.commit === '' ? '' : ` (${codeSpan(base.commit.slice(0, 12))})`;
  const since = `Compared with ${codeSpan(base.ref)}${commit}.`;
  const title = '## What this changes';
  if (errors > 0)
    return `${title}\n\n**Nothing can be released: ${counted(errors, 'mistake')} in the definitions.** ${since}`;
  if (changes.length + targets.added.length + targets.removed.length === 0)
    return `${title}\n\n**No document changes.** ${since}`;
  const flags = new Set(
    changes.flatMap(({ component, flag }) => (flag === undefined ? [] : `${component}/${flag}`)),
  );
  const operations = new Set(changes.flatMap(({ component, flag }) => (flag === undefined ? component : [])));
  const what = [
    ...(flags.size > 0 ? [counted(flags.size, 'flag')] : []),
    ...(operations.size > 0 ? [`the operations of ${counted(operations.size, 'component')}`] : []),
    ...(targets.added.length > 0 ? [`${counted(targets.added.length, 'new target')}`] : []),
    ...(targets.removed.length > 0 ? [`${counted(targets.removed.length, 'removed target')}`] : []),
  ];
  const all = targets.changed.length + targets.unchanged.length;
  const where = all > 0 ? ` Of ${counted(all, 'target')}, ${targets.changed.length} read differently.` : '';
  return `${title}\n\n**${what.join(', ')}.**${where} ${since}`;
}

function diagnosticParts(diagnostics: readonly Diagnostic[]): Part[] {
  if (diagnostics.length === 0) return [];
  return [
    '### Mistakes and warnings',
    ...diagnostics.map(({ file, line, column, severity, code, message, fix }) =>
      codeBlock('text', [
        shortened(`${file}:${line}:${column}  ${severity}  ${code}`),
        shortened(`  ${message}`),
        shortened(`  fix: ${fix}`),
      ]),
    ),
  ];
}

function documentParts({ changes, targets }: Review): Part[] {
  const { changed, unchanged, added, removed } = targets;
  const all = regionCounts([...changed, ...unchanged, ...added]);
  return [
    ...(changes.length > 0 ? ['### Documents'] : []),
    ...changes.flatMap((change) => changeParts(change, all)),
    ...listOf(added, 'is new: everything in it is new'),
    ...listOf(removed, 'is gone, and everything in it'),
    ...(unchanged.length > 0 ? [`Unchanged: ${byEnvironment(unchanged, all)}`] : []),
  ];
}

function listOf(targets: readonly string[], says: string): Part[] {
  return inParts(targets.map((name) => `- ${codeSpan(name)} ${says}`));
}

/** What is long is several parts, so that a cut leaves its beginning. */
const LINES_OF_PART = 60;

function inParts(lines: readonly string[]): Part[] {
  return linesOfParts(lines).map((some) => some.join('\n'));
}

function linesOfParts(lines: readonly string[]): (readonly string[])[] {
  return Array.from({ length: Math.ceil(lines.length / LINES_OF_PART) }, (_, index) =>
    lines.slice(index * LINES_OF_PART, (index + 1) * LINES_OF_PART),
  );
}

function changeParts(
  { component, profile, flag, kind, edits, targets }: DocumentChange,
  all: RegionCounts,
): Part[] {
  const what = flag === undefined ? `${component}  ${profile}` : `${component}/${flag}`;
  const head = `${codeSpan(what)} ${kind} in ${byEnvironment(targets, all)}`;
  const lines = edits.flatMap(({ path, before, after }) => [
    ...(before === undefined ? [] : [`- ${shortened(path.join('.'))}: ${shortJson(before)}`]),
    ...(after === undefined ? [] : [`+ ${shortened(path.join('.'))}: ${shortJson(after)}`]),
  ]);
  const [first, ...more] = linesOfParts(lines).map((some) => codeBlock('diff', some));
  return [first === undefined ? head : `${head}\n\n${first}`, ...more];
}

function stackParts(stacks: readonly AffectedStack[]): Part[] {
  if (stacks.length === 0) return [];
  const lines = stacks.map(({ stack, change }) => `- ${codeSpan(stack)} ${change}`);
  return ['### Stacks', ...inParts(lines)];
}

function timeParts(pipelines: readonly PipelineEstimate[]): Part[] {
  if (pipelines.length === 0) return [];
  const lines = pipelines.map(({ pipeline, stages }) => {
    const minutes = stages.reduce((sum, stage) => sum + stage.minutes, 0);
    return `- ${codeSpan(pipeline)}: about ${duration(minutes)} from the merge to the last region`;
  });
  return ['### Time', `${lines.join('\n')}\n\nWithout waiting for approvals and windows.`];
}
