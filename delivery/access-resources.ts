import { isLocal, STACK_KINDS, type StackKind } from '../compiler/names';
import type { Environment, Tools } from '../compiler/project';
import { regionsOf } from '../compiler/targets';
import { canaryBucketName } from './targets/canary-resources';
import { type ForwardingResources, forwardingResources } from './events/event-forwarding';
import { testKindsOf } from './pipeline/plan-tests';
import { planRole, type PlanRoleResources } from './review/pull-request-resources';
import { regionsOfBlockers } from './regions-of-blockers';
import {
  boundaryArn,
  boundaryName,
  deployRoleName,
  externalId,
  inspectRoleName,
  looksBoundaryName,
  pipelineRoleNames,
  platformRoleName,
  policyArn,
  readRoleName,
  releaseRoleName,
  removeRoleName,
  roleArn,
  rolesBoundaryName,
  testRoleName,
  TOOLS_ROLES,
  watchRoleName,
} from './role-names';
import { environmentTags } from './targets/target-resources';

/** What `access-<environment>` holds: the roles that the tools account takes on. */
export interface AccessResources {
  readonly stack: string;
  readonly environment: Environment;
  readonly regions: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly roles: readonly RoleResources[];
  /** Where alarms are looked at: its own regions, and those of its blockers in the same account. */
  readonly alarmRegions: readonly string[];
  /** The policy that limits the roles of foundation. */
  readonly boundaryName: string;
  readonly boundaryArn: string;
  /** The policy that limits the roles of this stack, but for the one that changes them. */
  readonly rolesBoundaryName: string;
  readonly rolesBoundaryArn: string;
  /** The policy that limits those of them that plan. */
  readonly looksBoundaryName: string;
  readonly looksBoundaryArn: string;
  /** Where the canaries of the environment leave what they write. */
  readonly canaryBuckets: readonly string[];
  /** What pull requests plan with. Absent where they do not. */
  readonly plan?: PlanRoleResources;
  /** Absent where nobody is told of what happens. */
  readonly forwarding?: ForwardingResources;
}

export interface RoleResources {
  /** The construct's id. */
  readonly id: string;
  readonly kind: StackKind | 'read' | 'watch' | 'inspect' | 'platform' | 'remove';
  readonly name: string;
  readonly description: string;
  /** The roles that may take this one on, and their account. */
  readonly trustedArns: readonly string[];
  readonly trustedAccount: string;
  /** Absent where CodePipeline itself takes the role on: it says none. */
  readonly externalId?: string;
}

const ROLE_IDS = {
  foundation: 'DeployFoundation',
  flags: 'DeployFlags',
  operations: 'DeployOperations',
} as const;

/** Names the roles of an environment. */
export function accessResources(environment: Environment, tools: Tools): AccessResources {
  const regions = regionsOf(environment);
  const { name } = environment;
  const forwarding = forwardingResources(environment, tools);
  const plan = planRole(environment, tools);
  return {
    stack: `access-${name}`,
    environment,
    regions,
    tags: environmentTags(environment),
    roles: environment.temporary ? [removeRole(environment, tools)] : lastingRoles(environment, tools),
    // A blocker may be an alarm of the same account elsewhere.
    alarmRegions: [...new Set([...regions, ...regionsOfBlockers(environment, environment.account)])],
    boundaryName: boundaryName(name),
    boundaryArn: boundaryArn(environment),
    rolesBoundaryName: rolesBoundaryName(name),
    rolesBoundaryArn: policyArn(environment.account, rolesBoundaryName(name)),
    looksBoundaryName: looksBoundaryName(name),
    looksBoundaryArn: policyArn(environment.account, looksBoundaryName(name)),
    ...(plan && { plan }),
    ...(forwarding && { forwarding }),
    canaryBuckets:
      environment.canary && !isLocal(environment)
        ? regions.map((region) => canaryBucketName(environment, region))
        : [],
  };
}

/** What the pipelines take on. A temporary environment is in none of them: people release to it as themselves. */
function lastingRoles(environment: Environment, tools: Tools): RoleResources[] {
  const { name } = environment;
  const releasing = trustedBy(tools, [releaseRoleName(name)]);
  const deploys = STACK_KINDS.map((kind): RoleResources => {
    const role = deployRoleName(name, kind);
    const description = `Deploys the ${kind} stacks of ${name}`;
    return { id: ROLE_IDS[kind], kind, name: role, description, ...releasing, externalId: externalId(role) };
  });
  return [
    ...deploys,
    readRole(environment, tools),
    watchRole(environment, tools),
    ...platformRoles(environment, tools),
  ];
}

/** What the platform pipeline plans and applies this very stack as. */
function platformRoles({ name }: Environment, tools: Tools): RoleResources[] {
  const [inspect, platform] = [inspectRoleName(name), platformRoleName(name)];
  return [
    {
      id: 'Inspect',
      kind: 'inspect',
      name: inspect,
      description: `Plans the roles of ${name} and changes nothing`,
      ...trustedBy(tools, [TOOLS_ROLES.inspect]),
      externalId: externalId(inspect),
    },
    {
      id: 'Platform',
      kind: 'platform',
      name: platform,
      description: `Changes the roles of ${name}, within their boundary`,
      ...trustedBy(tools, [TOOLS_ROLES.platform]),
      externalId: externalId(platform),
    },
  ];
}

function readRole(environment: Environment, tools: Tools): RoleResources {
  const { name } = environment;
  const testers = testKindsOf(environment).length > 0 ? [testRoleName(name)] : [];
  return {
    id: 'Read',
    kind: 'read',
    name: readRoleName(name),
    description: `Looks at ${name} and changes nothing`,
    ...trustedBy(tools, [releaseRoleName(name), ...testers]),
    externalId: externalId(readRoleName(name)),
  };
}

function watchRole({ name }: Environment, tools: Tools): RoleResources {
  return {
    id: 'Watch',
    kind: 'watch',
    name: watchRoleName(name),
    description: `Looks at the alarms of ${name} for the conditions of stages`,
    ...trustedBy(tools, pipelineRoleNames(tools)),
  };
}

function trustedBy(
  { account }: Tools,
  names: readonly string[],
): Pick<RoleResources, 'trustedArns' | 'trustedAccount'> {
  return { trustedArns: names.map((name) => roleArn(account, name)), trustedAccount: account };
}

/** Of a temporary environment: taken on by the build that removes what has expired, and by nothing else. */
function removeRole({ name }: Environment, tools: Tools): RoleResources {
  const role = removeRoleName(name);
  return {
    id: 'Remove',
    kind: 'remove',
    name: role,
    description: `Removes ${name} once it has expired`,
    ...trustedBy(tools, [TOOLS_ROLES.expire]),
    externalId: externalId(role),
  };
}
