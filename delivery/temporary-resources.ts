import { isLocal } from '../compiler/names';
import type { Project, Tools } from '../compiler/project';
import { cloudTokens } from './pipeline/cloud-tokens';
import type { CodeBuildProject } from './pipeline/delivery-plan';
import { REMOVE_PREFIX, roleArn, TOOLS_ROLES } from './role-names';
import { type CodeSource, codeSource } from './pipeline/source-host';

/** What the `temporary-environments` stack holds: the build that a schedule starts. */
export interface TemporaryResources {
  readonly tools: Tools;
  readonly code: CodeSource;
  /** The name of the build project, of its role, and of the schedule. */
  readonly name: string;
  readonly everyHours: number;
  readonly noticeHours: number;
  /** What the names of the AWS profiles begin with; the names of the roles do, too. */
  readonly profilePrefix: string;
  /** Roles that the build may take on: those of environments that do not exist yet are among them. */
  readonly removeRoleArns: readonly string[];
  readonly timeoutMinutes: number;
  /** What its Terraform logs in with: those of the environments that temporary ones extend. */
  readonly secrets?: NonNullable<CodeBuildProject['secrets']>;
}

export const TEMPORARY_STACK = 'temporary-environments';

/** An environment goes at most that late. */
const EVERY_HOURS = 3;
/** A working day to ask for more. */
const NOTICE_HOURS = 24;
/** A removal takes a few minutes; several in one run are no reason to break one off. */
const TIMEOUT_MINUTES = 120;

/** Names everything that gives notice of temporary environments and removes them. */
export function temporaryResources({ environments }: Project, tools: Tools): TemporaryResources {
  const others = environments.filter((environment) => !isLocal(environment));
  const accounts = others.map(({ account }) => account);
  return {
    tools,
    code: codeSource(tools.source),
    name: TOOLS_ROLES.expire,
    everyHours: EVERY_HOURS,
    noticeHours: NOTICE_HOURS,
    profilePrefix: REMOVE_PREFIX,
    removeRoleArns: [...new Set(accounts)].sort().map((account) => roleArn(account, `${REMOVE_PREFIX}*`)),
    timeoutMinutes: TIMEOUT_MINUTES,
    ...cloudTokens(others.map(({ backend }) => backend)),
  };
}
