import type { Project } from '../../compiler/project';
import { isLocal, TOOLS } from '../../compiler/names';
import { affectedStacks } from './affected-stacks';
import { deliveredOf } from '../pipeline/plan';
import { PLATFORM_PIPELINE } from '../pipeline/plan-platform';
import type { AffectedStack, NotPlannedStack } from './review';
import { stackOrder, TOOLS_ACCESS_STACK } from '../stack-order';

/** What a change is compared with. */
export interface PlanQuestion {
  /** The definitions of before. Absent: they cannot be compared with, and every stack counts as affected. */
  readonly base?: Project | undefined;
  /** What code does to stacks, only plans tell: every stack counts as affected. */
  readonly isCodeChanged: boolean;
}

export interface StacksToPlan {
  /** In the order of planning: what the definitions change comes first. */
  readonly stacks: readonly string[];
  readonly notPlanned: readonly NotPlannedStack[];
}

/** Each plan takes seconds, and a job an hour. */
export const MOST_PLANS = 150;
const TOO_MANY = `${MOST_PLANS} stacks are planned at once, name others: dynconf plan <stack>`;

/** The stacks that a change may affect, and of each that is not planned, why. */
export function stacksToPlan(head: Project, { base, isCodeChanged }: PlanQuestion): StacksToPlan {
  const affected = base ? affectedStacks(base, head) : [];
  const isEvery = isCodeChanged || base === undefined;
  const known = new Set(affected.map(({ stack }) => stack));
  const others = isEvery
    ? stackOrder(head)
        .filter(({ stack }) => !known.has(stack))
        .map((stack): AffectedStack => ({ ...stack, change: 'changed' }))
    : [];
  const local = new Set(head.environments.filter(isLocal).map(({ name }) => name));
  const all = [...affected, ...others].filter(({ environment }) => !local.has(environment));
  const delivered = new Set(deliveredOf(head).map(({ name }) => name));
  const reasons = all.map((stack) => ({ stack: stack.stack, because: reasonNotTo(stack, delivered) }));
  const plannable = reasons.flatMap(({ stack, because }) => (because === undefined ? [stack] : []));
  const notPlanned = reasons.flatMap(({ stack, because }) =>
    because === undefined ? [] : [{ stack, because }],
  );
  const tooMany = plannable.slice(MOST_PLANS).map((stack) => ({ stack, because: TOO_MANY }));
  return { stacks: plannable.slice(0, MOST_PLANS), notPlanned: [...notPlanned, ...tooMany] };
}

/** The roles of pull requests reach environments that are released to, and nothing else. */
function reasonNotTo(
  { kind, environment, change }: AffectedStack,
  delivered: ReadonlySet<string>,
): string | undefined {
  if (change === 'removed') return 'it is removed: these definitions make it no more';
  if (kind === TOOLS_ACCESS_STACK) return 'an administrator plans and applies it: dynconf bootstrap';
  if (environment === TOOLS) return `the pipeline ${PLATFORM_PIPELINE} plans it before somebody approves it`;
  return delivered.has(environment) ? undefined : 'temporary: whoever made the environment plans it';
}
