import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from 'cdktf';
import type { Backend } from '../compiler/project';

export interface StateBackendProps {
  readonly backend: Backend;
  /** Whose states lie together: an environment, or `tools`. */
  readonly owner: string;
}

/** Says where a stack keeps its state. */
export function addStateBackend(stack: TerraformStack, { backend, owner }: StateBackendProps): void {
  const name = stack.node.id;
  if (backend.type === 'local') {
    // Relative to the stack's folder: the output does not depend on where the checkout is.
    new LocalBackend(stack, { path: `../../../.dynconf/state/${name}.tfstate` });
  } else if (backend.type === 's3') {
    const { bucket, region, kmsKey } = backend;
    const s3 = new S3Backend(stack, {
      bucket,
      region,
      key: `${owner}/${name}.tfstate`,
      encrypt: true,
      ...(kmsKey !== undefined && { kmsKeyId: kmsKey }),
    });
    // cdktf 0.21 has no name for Terraform's own lock file in S3.
    s3.addOverride('use_lockfile', true);
  } else {
    const { organization, hostname, project } = backend;
    new CloudBackend(stack, {
      organization,
      ...(hostname !== undefined && { hostname }),
      workspaces: new NamedCloudWorkspace(name, project),
    });
  }
}
