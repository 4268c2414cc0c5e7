import { App, TerraformStack } from 'cdktf';
import type { Backend } from '../../compiler/project';
import { addStateBackend } from '../../constructs/state-backend';
import { localStatePath } from '../../delivery/stack-files';

function backendOf(backend: Backend): unknown {
  const stack = new TerraformStack(new App({ outdir: '/tmp' }), 'prod-eu-west-1-flags');
  addStateBackend(stack, { backend, owner: 'prod' });
  return (stack.toTerraform() as { terraform: unknown }).terraform;
}

test('addStateBackend() keeps a local state beside the checkout, by a path that does not say where that is', () => {
  expect(backendOf({ type: 'local' })).toEqual({
    backend: { local: { path: '../../../.dynconf/state/prod-eu-west-1-flags.tfstate' } },
  });
  expect(backendOf({ type: 'local' })).toEqual({
    backend: { local: { path: localStatePath('prod-eu-west-1-flags') } },
  });
});

test('addStateBackend() locks and encrypts a state in S3, under the environment’s prefix', () => {
  expect(backendOf({ type: 's3', bucket: 'states', region: 'eu-west-1', kmsKey: 'arn:key' })).toEqual({
    backend: {
      s3: {
        bucket: 'states',
        region: 'eu-west-1',
        key: 'prod/prod-eu-west-1-flags.tfstate',
        encrypt: true,
        kms_key_id: 'arn:key',
        use_lockfile: true,
      },
    },
  });
});

test('addStateBackend() names a workspace of HCP Terraform after the stack', () => {
  const backend: Backend = {
    type: 'cloud',
    organization: 'shop',
    hostname: 'tfe.example.com',
    project: 'flags',
  };
  expect(backendOf(backend)).toEqual({
    cloud: {
      organization: 'shop',
      hostname: 'tfe.example.com',
      workspaces: { name: 'prod-eu-west-1-flags', project: 'flags' },
    },
  });
});
