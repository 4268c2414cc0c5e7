import { TOOLS } from '../../compiler/names';
import type { Backend, Json, Project } from '../../compiler/project';
import { localStatePath } from '../../delivery/stack-files';
import { withStateKeys } from '../../delivery/state-resources';
import type { BackendBlock, WantedStack } from './policy';

/** What the definitions want of a stack; undefined for a stack that they do not know. */
export function wantedStacks(definitions: Project): (stack: string) => WantedStack | undefined {
  const { environments, tools } = withStateKeys(definitions);
  const owners = [...environments].sort((left, right) => right.name.length - left.name.length);
  return (stack) => {
    const owner =
      owners.find(({ name }) => stack.startsWith(`${name}-`) || stack === `access-${name}`) ?? tools;
    if (owner === undefined) return undefined;
    const { account, backend } = owner;
    const name = 'name' in owner ? owner.name : TOOLS;
    return { account, owner: name, backend: blockOf(backend, { stack, owner: name }) };
  };
}

function blockOf(backend: Backend, { stack, owner }: { stack: string; owner: string }): BackendBlock {
  switch (backend.type) {
    case 'local':
      return { type: 'local', settings: { path: localStatePath(stack) } };
    case 's3': {
      const { bucket, region, kmsKey } = backend;
      const key = `${owner}/${stack}.tfstate`;
      return {
        type: 's3',
        settings: {
          bucket,
          region,
          key,
          encrypt: true,
          use_lockfile: true,
          ...defined('kms_key_id', kmsKey),
        },
      };
    }
    case 'cloud': {
      const { organization, hostname } = backend;
      return {
        type: 'cloud',
        settings: { organization, ...defined('hostname', hostname), workspaces: { name: stack } },
      };
    }
  }
}

function defined(key: string, value: Json | undefined): Readonly<Record<string, Json>> {
  return value === undefined ? {} : { [key]: value };
}
