import type { NotPlannedStack, PlanMeaning, PlannedDocument, Plans } from './review';
import { codeBlock, codeSpan, shortened } from './safe-markdown';

const SIGNS = { create: '+', update: '~', replace: '±', delete: '-', forget: '·' } as const;

/** What Terraform would do, stack by stack, for the page. */
export function planParts({ plans, notPlanned }: Plans, run?: string): string[] {
  if (plans.length + notPlanned.length === 0) return [];
  const idle = plans.filter(isIdle);
  const names = idle.map(({ stack }) => codeSpan(stack)).join(', ');
  return [
    '### Plan',
    ...(run === undefined ? [] : [whoPlanned(run)]),
    ...plans.filter((plan) => !isIdle(plan)).map(formatPlan),
    ...(idle.length > 0 ? [`No changes: ${names}`] : []),
    ...formatNotPlanned(notPlanned),
  ];
}

/** A branch may change the workflow itself: what an approved job keeps is what its code wants to. */
function whoPlanned(run: string): string {
  return `Planned by the pull request's own code and workflow, in the run ${codeSpan(run)} that somebody has approved.`;
}

function formatNotPlanned(stacks: readonly NotPlannedStack[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { stack, because } of stacks) {
    const names = byReason.get(because);
    if (names) names.push(codeSpan(stack));
    else byReason.set(because, [codeSpan(stack)]);
  }
  return [...byReason].map(
    ([because, names]) => `Not planned here (${codeSpan(because)}): ${names.join(', ')}`,
  );
}

function isIdle({ problem, resources }: PlanMeaning): boolean {
  return problem === undefined && resources.length === 0;
}

function formatPlan({ stack, resources, documents, problem }: PlanMeaning): string {
  if (problem !== undefined) {
    const lines = problem.split('\n').map((line) => shortened(line));
    return `${codeSpan(stack)} cannot be planned\n\n${codeBlock('text', lines)}`;
  }
  const lines = resources.map(({ action, address, because }) =>
    shortened(
      `${SIGNS[action]} ${action.padEnd(7)} ${address}${because.length > 0 ? `  (${because.join(', ')})` : ''}`,
    ),
  );
  const contents = documents.flatMap(documentLines);
  return `${codeSpan(stack)}\n\n${codeBlock('diff', [...lines, ...contents])}`;
}

function documentLines({ address, added, removed, changed }: PlannedDocument): string[] {
  return [
    shortened(`  ${address} holds`),
    ...added.map((name) => shortened(`+   ${name}`)),
    ...removed.map((name) => shortened(`-   ${name}`)),
    ...changed.map((name) => shortened(`~   ${name}`)),
  ];
}
