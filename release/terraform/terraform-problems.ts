import { ReleaseError } from '../release-error';
import { foundationOf } from '../../compiler/names';

/** A diagnostic of Terraform's machine-readable output. */
export interface TerraformProblem {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/** Where the problem arose. */
export interface ProblemPlace {
  readonly stack: string;
  /** A rollback that a plan finds has happened before; one that an apply meets is happening now. */
  readonly phase: 'plan' | 'apply';
  /** For how long a lock was waited for. @default 0 */
  readonly lockMinutes?: number;
}

type Explanation = (place: ProblemPlace, problem: TerraformProblem) => ReleaseError | undefined;

/** Terraform's words, most telling first: what a person can act on hides what merely follows from it. */
const EXPLANATIONS: readonly Explanation[] = [
  foundationNotApplied,
  componentNotInFoundation,
  deploymentWasRolledBack,
  stateIsLocked,
  otherDeploymentRuns,
];

/** Says what Terraform refused in the words of this project; what it does not know it passes on. */
export function explainProblems(place: ProblemPlace, problems: readonly TerraformProblem[]): ReleaseError {
  for (const explain of EXPLANATIONS) {
    const explained = problems
      .map((problem) => explain(place, problem))
      .filter((error) => error !== undefined);
    const [first] = explained;
    if (first !== undefined)
      return new ReleaseError(first.kind, [...new Set(explained.map(({ message }) => message))].join('\n'));
  }
  const texts = problems.map(({ summary, detail }) =>
    [summary, detail].filter((text) => text !== '').join(': '),
  );
  return new ReleaseError('failed', `${place.stack}: ${texts.join('\n')}`);
}

function foundationNotApplied(
  { stack }: ProblemPlace,
  { summary }: TerraformProblem,
): ReleaseError | undefined {
  if (!summary.includes('Unable to find remote state')) return undefined;
  return applyFirst(stack, `${foundationOf(stack)} has never been applied`);
}

function componentNotInFoundation(
  { stack }: ProblemPlace,
  { detail }: TerraformProblem,
): ReleaseError | undefined {
  const output = /attribute named\s+"cross-stack-output-([^"]+)"/.exec(detail)?.[1];
  if (output === undefined) return undefined;
  return applyFirst(stack, `${foundationOf(stack)} does not hold everything that ${stack} releases into`);
}

function applyFirst(stack: string, why: string): ReleaseError {
  const foundation = foundationOf(stack);
  return new ReleaseError(
    'prerequisite',
    `apply ${foundation} first (\`npx cdktf deploy ${foundation}\` or \`npx dynconf deploy ${foundation}\`): ${why}`,
  );
}

/** The stack's own message says which document, what happened and what to do. */
function deploymentWasRolledBack(
  { phase }: ProblemPlace,
  { summary, detail }: TerraformProblem,
): ReleaseError | undefined {
  if (summary !== 'Resource postcondition failed') return undefined;
  return new ReleaseError(phase === 'apply' ? 'rolled-back' : 'refused', detail.trim());
}

function stateIsLocked(
  { stack, lockMinutes = 0 }: ProblemPlace,
  { summary, detail }: TerraformProblem,
): ReleaseError | undefined {
  if (!summary.includes('Error acquiring the state lock')) return undefined;
  const way = lockMinutes > 0 ? `, for ${lockMinutes} min now` : ' (DYNCONF_LOCK_MINUTES=10 waits for them)';
  return new ReleaseError(
    'refused',
    `${stack}: somebody else is working on its state${way}\n${detail.trim()}`,
  );
}

function otherDeploymentRuns(
  { stack }: ProblemPlace,
  { summary, detail }: TerraformProblem,
): ReleaseError | undefined {
  if (!`${summary} ${detail}`.includes('ConflictException')) return undefined;
  return new ReleaseError(
    'refused',
    `${stack}: AppConfig allows one deployment per environment at a time, and another one is running\n${detail.trim()}`,
  );
}
