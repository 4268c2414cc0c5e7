import { execFileSync } from 'node:child_process';
import { Refusal } from './host';

/** A release may wait a week for a yes while newer ones overtake it. */
const MOST_RUNS = 1000;

interface Run {
  readonly status: string;
  readonly sourceRevisions?: readonly { readonly revisionId: string }[];
}

/** The commits of the pipeline's last run that went through, and of its first. */
export function runsOf(initiator: string): { released?: string | undefined; first?: string | undefined } {
  const [kind, pipeline] = initiator.split('/');
  if (kind !== 'codepipeline' || pipeline === undefined) return {};
  const { pipelineExecutionSummaries: runs = [] } = aws<{ pipelineExecutionSummaries?: readonly Run[] }>(
    ...['codepipeline', 'list-pipeline-executions'],
    ...['--pipeline-name', pipeline, '--max-items', String(MOST_RUNS)],
  );
  const revisionOf = (run: Run | undefined): string | undefined => run?.sourceRevisions?.[0]?.revisionId;
  const released = revisionOf(runs.find(({ status }) => status === 'Succeeded'));
  // Nobody knows what came before the oldest of them.
  if (released === undefined && runs.length >= MOST_RUNS)
    throw new Refusal(
      `none of the last ${MOST_RUNS} runs of ${pipeline} succeeded: nobody knows since when to ask`,
    );
  return { released, first: revisionOf(runs.filter(revisionOf).at(-1)) };
}

/** What the host is asked with. */
export function tokenIn(secret: string): string {
  const args = ['secretsmanager', 'get-secret-value', '--secret-id', secret];
  return aws<{ SecretString: string }>(...args).SecretString.trim();
}

function aws<T>(...args: readonly string[]): T {
  const out = execFileSync('aws', [...args, '--output', 'json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out) as T;
}
