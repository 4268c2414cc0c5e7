import type { Environment, Tools } from '../../compiler/project';
import { roleArn } from '../role-names';
import { type CodeSource, codeSource } from '../pipeline/source-host';

/** Only where tools.yaml has pull requests built by CodeBuild. */
export const PULL_REQUESTS_STACK = 'pull-requests';
/** The CodeBuild project, and its role. */
const PROJECT = 'dynconf-pull-requests';
/** A page, checks, and every test. */
const TIMEOUT_MINUTES = 60;

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
const GITHUB_ISSUER = 'token.actions.githubusercontent.com';
/** What AWS is called in a token. */
const GITHUB_AUDIENCE = 'sts.amazonaws.com';

/** At most 64 characters: environment names have 32 at most. */
function planRoleName(environment: string): string {
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
  /** Where the code is. */
  readonly code: CodeSource;
  /** In order; what fails does not keep what follows from being told. TRUNK is the branch that is merged into. */
  readonly commands: readonly string[];
  /** JUnit, for people who do not read logs. */
  readonly reports: readonly string[];
  readonly timeoutMinutes: number;
}

/** Absent where no pull request is built by CodeBuild. */
export function pullRequestResources(tools: Tools): PullRequestResources | undefined {
  if (tools.pullRequests?.provider !== 'codebuild') return undefined;
  return {
    tools,
    name: PROJECT,
    code: codeSource(tools.source),
    commands: COMMANDS,
    reports: ['reports/findings/*.xml', 'reports/specs/*.xml', 'reports/unit-tests/*.xml'],
    timeoutMinutes: TIMEOUT_MINUTES,
  };
}

/** As the workflow of GitHub; what is signed and released is made by the pipeline, from the trunk. */
const COMMANDS: readonly string[] = [
  'npx dynconf review --base "origin/$TRUNK"',
  'npx dynconf check --base "origin/$TRUNK"',
  'npm run check',
  'npm run build:synth',
  'npm run build:policies',
];
