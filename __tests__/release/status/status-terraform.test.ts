import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readKnown } from '../../../release/status/status-terraform';
import { aDeployment } from '../../builders/deployment-reference';
import { writeProject } from '../../builders/write-project';

const STACK = 'local-us-east-1-flags';
const STATE = `.dynconf/state/${STACK}.tfstate`;
const BACKEND = { local: { path: `../../../${STATE}` } };

/** A synthesized stack with a local backend. */
function aStackFolder(backend: object = BACKEND): string {
  const folder = writeProject({});
  const stack = { provider: { aws: [{ region: 'us-east-1' }] }, terraform: { backend } };
  mkdirSync(join(folder, 'cdktf.out', 'stacks', STACK), { recursive: true });
  writeFileSync(join(folder, 'cdktf.out', 'stacks', STACK, 'cdk.tf.json'), JSON.stringify(stack));
  mkdirSync(join(folder, '.dynconf', 'state'), { recursive: true });
  return folder;
}

const read = (folder: string) => readKnown(join(folder, 'cdktf.out'), STACK, {});

test('readKnown() reads a local state without Terraform', async () => {
  const folder = aStackFolder();
  const outputs = { deployments: { value: [aDeployment()] } };
  writeFileSync(join(folder, STATE), JSON.stringify({ version: 4, outputs }));
  expect(await read(folder)).toEqual({ deployments: [aDeployment()] });
});

test('readKnown() knows no deployment of a stack that was never applied', async () => {
  expect(await read(aStackFolder())).toEqual({ deployments: [] });
});

test('readKnown() says why it knows nothing: no stack, no state, no Terraform', async () => {
  expect(await read(writeProject({}))).toMatchObject({
    unavailable: expect.stringContaining('holds no stacks'),
  });
  const broken = aStackFolder();
  writeFileSync(join(broken, STATE), '<<<<<<< HEAD');
  expect(await read(broken)).toMatchObject({
    unavailable: expect.stringContaining('is not a Terraform state'),
  });
  const s3 = aStackFolder({ s3: { bucket: 'states' } });
  const env = { TERRAFORM_BINARY_NAME: join(s3, 'no-terraform') };
  expect(await readKnown(join(s3, 'cdktf.out'), STACK, env)).toMatchObject({
    unavailable: expect.stringContaining('does not run'),
  });
});
