import { STACK_KINDS, type StackKind } from '../compiler/names';
import type { Environment, Tools } from '../compiler/project';
import { deployRoleName, externalId, readRoleName, roleArn, TOOLS_ROLES } from './role-names';
import { environmentTags } from './target-resources';

/** What `access-<environment>` holds: the roles that the tools account takes on. */
export interface AccessResources {
  readonly stack: string;
  readonly environment: Environment;
  readonly regions: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly roles: readonly RoleResources[];
}

export interface RoleResources {
  /** The construct's id. */
  readonly id: string;
  readonly kind: StackKind | 'read';
  readonly name: string;
  readonly description: string;
  /** The one role that may take this one on. */
  readonly trustedArn: string;
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
  const trustedArn = roleArn(tools.account, TOOLS_ROLES.deploy);
  const deploys = STACK_KINDS.map((kind): RoleResources => {
    const role = deployRoleName(name, kind);
    const description = `Deploys the ${kind} stacks of ${name}`;
    return { id: ROLE_IDS[kind], kind, name: role, description, trustedArn, externalId: externalId(role) };
  });
  const read: RoleResources = {
    id: 'Read',
    kind: 'read',
    name: readRoleName(name),
    description: `Looks at ${name} and changes nothing`,
    trustedArn,
    externalId: externalId(readRoleName(name)),
  };
  return {
    stack: `access-${name}`,
    environment,
    regions,
    tags: environmentTags(environment),
    roles: [...deploys, read],
  };
}
