import type { Statement } from './policy';

/** Which faults a role may inject. */
export interface ExperimentScope {
  readonly account: string;
  readonly regions: readonly string[];
  /** Templates of AWS FIS, by their ids. @default - none */
  readonly experiments?: readonly string[] | undefined;
}

/**
 * Starts experiments from these templates and no others, and stops what is running.
 *
 * An experiment has no id before it is started, so that all of the account's are named (Service Authorization Reference,
 * "Actions, resources, and condition keys for AWS Fault Injection Service": starting needs both, template and experiment).
 * What the experiment does it does as the role of its template.
 */
export function experimentStatements({ account, regions, experiments = [] }: ExperimentScope): Statement[] {
  if (experiments.length === 0) return [];
  const arnsOf = (resource: string): string[] =>
    regions.map((region) => `arn:aws:fis:${region}:${account}:${resource}`);
  const any = arnsOf('experiment/*');
  return [
    {
      Sid: 'StartExperiments',
      Effect: 'Allow',
      Action: 'fis:StartExperiment',
      Resource: [...experiments.flatMap((template) => arnsOf(`experiment-template/${template}`)), ...any],
    },
    {
      Sid: 'StopExperiments',
      Effect: 'Allow',
      Action: ['fis:GetExperiment', 'fis:StopExperiment'],
      Resource: any,
    },
  ];
}
