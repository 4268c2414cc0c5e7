import type { ArtifactName, CodeBuildProject } from '../../delivery/pipeline/delivery-plan';
import type { ProjectResources } from '../../delivery/pipeline/pipeline-resources';
import type { ArtifactStore } from '../pipeline/artifact-store';
import type { Statement } from './policy';
import { publishStatements, reportGroupArn } from '../pipeline/report-group';
import type { SigningKey } from '../pipeline/signing-key';

export interface ProjectPlace {
  readonly account: string;
  readonly region: string;
  readonly artifacts: ArtifactStore;
  readonly signingKey: SigningKey;
}

/** What goes into a project of a kind, and what comes out of it. */
const HANDS_ON: Readonly<Record<CodeBuildProject['kind'], { reads: ArtifactName; writes?: ArtifactName }>> = {
  build: { reads: 'Source', writes: 'Build' },
  review: { reads: 'Source' },
  sign: { reads: 'Build', writes: 'Signed' },
  deploy: { reads: 'Signed' },
  test: { reads: 'Signed' },
  plan: { reads: 'Signed' },
  apply: { reads: 'Signed' },
};

/**
 * What projects with one role may do together: take their input, leave their output, publish reports, take on roles.
 *
 * Who builds cannot sign, who signs runs nothing of what is signed, and nobody after them writes an artifact.
 */
export function projectStatements(projects: readonly ProjectResources[], place: ProjectPlace): Statement[] {
  const { account, region, artifacts, signingKey } = place;
  const kinds = [...new Set(projects.map(({ kind }) => kind))];
  const outputs = kinds.flatMap((kind) => HANDS_ON[kind].writes ?? []);
  const groups = projects.flatMap(({ name, reports }) =>
    reports.map((report) => reportGroupArn({ name, account, region }, report)),
  );
  const takesOn = [...new Set(projects.flatMap((project) => project.takesOn))];
  const alarmRegions = [...new Set(projects.flatMap((project) => project.alarmRegions))];
  return [
    ...artifacts.readStatements([...new Set(kinds.map((kind) => HANDS_ON[kind].reads))]),
    ...outputs.flatMap((output) => artifacts.writeStatements(output)),
    ...publishStatements(groups, artifacts),
    ...(kinds.includes('sign') ? [signingKey.signStatement()] : []),
    ...(kinds.some((kind) => HANDS_ON[kind].reads === 'Signed') ? [signingKey.verifyStatement()] : []),
    ...reviewStatements(projects, place),
    ...tokenStatements(projects, place),
    ...(takesOn.length > 0 ? [takeOn(takesOn)] : []),
    ...(alarmRegions.length > 0 ? [lookAtBlockers(alarmRegions)] : []),
  ];
}

/** To ask who reviewed: the token, and what was released last. */
function reviewStatements(
  projects: readonly ProjectResources[],
  { account, region }: ProjectPlace,
): Statement[] {
  const secrets = projects.flatMap(({ variables }) => variables['DYNCONF_REVIEW_SECRET'] ?? []);
  return secrets.flatMap((secret) => [
    {
      Sid: 'ReviewToken',
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: secretArn(secret, { account, region }),
    },
    {
      Sid: 'LastRelease',
      Effect: 'Allow',
      Action: 'codepipeline:ListPipelineExecutions',
      Resource: `arn:aws:codepipeline:${region}:${account}:dynconf-*`,
    },
  ]);
}

/** Those that Terraform logs in with where states are. */
export function tokenStatements(
  builds: readonly Pick<CodeBuildProject, 'secrets'>[],
  place: Pick<ProjectPlace, 'account' | 'region'>,
): Statement[] {
  const names = new Set(builds.flatMap(({ secrets }) => Object.values(secrets ?? {})));
  const Resource = [...names].map((secret) => secretArn(secret, place));
  if (Resource.length === 0) return [];
  return [{ Sid: 'TerraformTokens', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource }];
}

/** Secrets Manager adds six characters to the name. */
function secretArn(secret: string, { account, region }: Pick<ProjectPlace, 'account' | 'region'>): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:${secret}-??????`;
}

function takeOn(Resource: readonly string[]): Statement {
  return { Sid: 'TakeOnRoles', Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource };
}

function lookAtBlockers(regions: readonly string[]): Statement {
  return {
    Sid: 'LookAtBlockers',
    Effect: 'Allow',
    Action: 'cloudwatch:DescribeAlarms',
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestedRegion': regions } },
  };
}
