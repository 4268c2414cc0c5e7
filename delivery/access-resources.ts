import { isLocal, STACK_KINDS, type StackKind } from '../compiler/names';
import type { Environment, Tools } from '../compiler/project';
import { canaryBucketName } from './canary-resources';
import { type ForwardingResources, forwardingResources } from './event-resources';
import {
  boundaryArn,
  boundaryName,
  deployRoleName,
  externalId,
  readRoleName,
  removeRoleName,
  roleArn,
  TOOLS_ROLES,
} from './role-names';
import { environmentTags } from './target-resources';

/** What `access-<environment>` holds: the roles that the tools account takes on. */
export interface AccessResources {
  readonly stack: string;
  readonly environment: Environment;
  readonly regions: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly roles: readonly RoleResources[];
  /** The policy that limits the roles of foundation. */
  readonly boundaryName: string;
  readonly boundaryArn: string;
  /** Where the canaries of the environment leave what they write. */
  readonly canaryBuckets: readonly string[];
  /** Absent where nobody is told of what happens. */
  readonly forwarding?: ForwardingResources;
}

export interface RoleResources {
  /** The construct's id. */
  readonly id: string;
  readonly kind: StackKind | 'read' | 'remove';
  readonly name: string;
  readonly description: string;
  /** The one role that may take this one on, and its account. */
  readonly trustedArn: string;
  readonly trustedAccount: string;
  readonly externalId: string;
}

const ROLE_IDS = {
  foundation: 'DeployFoundation',
  flags: 'DeployFlags',
  operations: 'DeployOperations',
} as const;

/** Names the roles of an environment. */
export function accessResources(environment: Environment, tools: Tools): AccessResources {
  const regions = [...new Set(environment.waves.flatMap((wave) => wave.regions))];
  const { name } = environment;
  const trusted = {
    trustedArn: roleArn(tools.account, TOOLS_ROLES.deploy),
    trustedAccount: tools.account,
  };
  const deploys = STACK_KINDS.map((kind): RoleResources => {
    const role = deployRoleName(name, kind);
    const description = `Deploys the ${kind} stacks of ${name}`;
    return { id: ROLE_IDS[kind], kind, name: role, description, ...trusted, externalId: externalId(role) };
  });
  const read: RoleResources = {
    id: 'Read',
    kind: 'read',
    name: readRoleName(name),
    description: `Looks at ${name} and changes nothing`,
    ...trusted,
    externalId: externalId(readRoleName(name)),
  };
  const forwarding = forwardingResources(environment, tools);
  return {
    stack: `access-${name}`,
    environment,
    regions,
    tags: environmentTags(environment),
    roles: [...deploys, read, ...(environment.temporary ? [removeRole(environment, tools)] : [])],
    boundaryName: boundaryName(name),
    boundaryArn: boundaryArn(environment),
    ...(forwarding && { forwarding }),
    canaryBuckets:
      environment.canary && !isLocal(environment)
        ? regions.map((region) => canaryBucketName(environment, region))
        : [],
  };
}

/** Of a temporary environment: taken on by the build that removes what has expired, and by nothing else. */
function removeRole({ name }: Environment, { account }: Tools): RoleResources {
  const role = removeRoleName(name);
  return {
    id: 'Remove',
    kind: 'remove',
    name: role,
    description: `Removes ${name} once it has expired`,
    trustedArn: roleArn(account, TOOLS_ROLES.expire),
    trustedAccount: account,
    externalId: externalId(role),
  };
}
