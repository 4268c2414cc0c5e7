import type { Environment, Tools } from '../compiler/project';
import { roleArn } from './role-names';

/** Only where tools.yaml has pull requests built by CodeBuild. */
export const PULL_REQUESTS_STACK = 'pull-requests';
/** The CodeBuild project, and its role. */
const PROJECT = 'dynconf-pull-requests';
/** Checks, tests and a page: as the build, and as long at most. */
const TIMEOUT_MINUTES = 30;

/** What a pull request plans with, in the account of an environment: it only looks. */
export interface PlanRoleResources {
  readonly name: string;
  readonly description: string;
  /** GitHub's identity provider in that account; it is there before the role is. */
  readonly providerArn: string;
  readonly issuer: string;
  /** Whose tokens are taken: jobs of one environment of one repository, which somebody has approved. */
  readonly subject: string;
  readonly audience: string;
}

/** GitHub Actions' own name as an identity provider (GitHub docs, "OpenID Connect"). */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com';
/** What AWS is called in a token. */
export const GITHUB_AUDIENCE = 'sts.amazonaws.com';

/** At most 64 characters: environment names have 32 at most. */
export function planRoleName(environment: string): string {
  return `dynconf-plan-${environment}`;
}

/** Absent where no pull request of GitHub plans, and for temporary environments. */
export function planRole(
  { name, account, temporary }: Pick<Environment, 'name' | 'account' | 'temporary'>,
  { pullRequests, source }: Pick<Tools, 'pullRequests' | 'source'>,
): PlanRoleResources | undefined {
  if (pullRequests?.provider !== 'github' || temporary) return undefined;
  return {
    name: planRoleName(name),
    description: `Plans the stacks of ${name} for pull requests, and changes nothing`,
    providerArn: `arn:aws:iam::${account}:oidc-provider/${GITHUB_ISSUER}`,
    issuer: GITHUB_ISSUER,
    subject: `repo:${source.repository}:environment:${pullRequests.environment}`,
    audience: GITHUB_AUDIENCE,
  };
}

/** A profile of ~/.aws/config, to come as the role that plans an environment; the command is told which role. */
export function planProfile(
  { name, account }: Pick<Environment, 'name' | 'account'>,
  credentialProcess: string,
): string {
  const role = planRoleName(name);
  return [
    `[profile ${role}]`,
    `credential_process = ${credentialProcess} ${roleArn(account, role)}`,
    '',
    '',
  ].join('\n');
}

/** What the stack `pull-requests` holds, in the account of the tools. */
export interface PullRequestResources {
  readonly tools: Tools;
  readonly name: string;
  /** In order; what fails does not keep the page from being written. */
  readonly checks: readonly string[];
  /** Compares with what the pull request would be merged into. */
  readonly page: string;
  readonly timeoutMinutes: number;
}

/** Absent where no pull request is built by CodeBuild. */
export function pullRequestResources(tools: Tools): PullRequestResources | undefined {
  if (tools.pullRequests?.provider !== 'codebuild') return undefined;
  return {
    tools,
    name: PROJECT,
    checks: PULL_REQUEST_CHECKS,
    page: 'npx dynconf review --base "origin/$BASE_BRANCH" --out reports/review.md',
    timeoutMinutes: TIMEOUT_MINUTES,
  };
}

/** The steps of the build that look at a commit; what is signed and released is made by the pipeline, from the trunk. */
export const PULL_REQUEST_CHECKS: readonly string[] = [
  'npm run build:secrets',
  'npm run build:compile',
  'npm run build:lint',
  'npm run build:sast',
  'npm run build:licences',
  'npm run build:specs',
  'npm run build:test',
  'npm run build:synth',
  'npm run build:policies',
];
