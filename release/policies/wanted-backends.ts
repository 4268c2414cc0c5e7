import type { Backend, Json, Project } from '../../compiler/project';
import { withStateKeys } from '../../delivery/state-resources';
import type { BackendBlock } from './policy';

/** Which backend blocks the definitions want for a stack; none for a stack that they do not know. */
export function wantedBackends(definitions: Project): (stack: string) => readonly BackendBlock[] {
  const { environments, tools } = withStateKeys(definitions);
  const owners = [...environments].sort((left, right) => right.name.length - left.name.length);
  return (stack) => {
    const owner =
      owners.find(({ name }) => stack.startsWith(`${name}-`) || stack === `access-${name}`) ?? tools;
    if (owner === undefined) return [];
    return [blockOf(owner.backend, { stack, owner: 'name' in owner ? owner.name : 'tools' })];
  };
}

function blockOf(backend: Backend, { stack, owner }: { stack: string; owner: string }): BackendBlock {
  switch (backend.type) {
    case 'local':
      return { type: 'local', settings: { path: `../../../.dynconf/state/${stack}.tfstate` } };
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
      return { type: 'cloud', settings: { organization, ...defined('hostname', hostname) } };
    }
  }
}

function defined(key: string, value: Json | undefined): Readonly<Record<string, Json>> {
  return value === undefined ? {} : { [key]: value };
}
