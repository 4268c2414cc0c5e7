import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { applyFirst, requireOwnState } from '../../../release/bootstrap/bootstrap';
import type { FirstApply } from '../../../release/bootstrap/bootstrap-plan';
import { type ScriptedTerraform, scriptTerraform } from '../../builders/scripted-terraform';

const STATE: FirstApply = {
  stack: 'state',
  kind: 'state',
  environment: 'tools',
  account: '999999999999',
  backend: { type: 's3', bucket: 'states', region: 'us-east-1' },
  profile: 'dynconf-tools',
  commands: [],
};
const CLOUD = { type: 'cloud', organization: 'shop' } as const;
const ACCESS: FirstApply = {
  ...STATE,
  stack: 'access-beta',
  kind: 'access',
  environment: 'beta',
  account: '111111111111',
  profile: 'dynconf-beta',
  stateProfile: 'dynconf-tools',
};

let terraform: ScriptedTerraform;
beforeEach(() => {
  terraform = scriptTerraform(['state', 'access-beta']);
});
afterEach(() => terraform.close());

function apply(step: FirstApply): Promise<boolean> {
  const { cdktfOut, env } = terraform;
  return applyFirst(step, { cdktfOut, env, onEvent: () => undefined });
}

const MOVED = { resources: [{ name: 'bucket' }] };

test('applyFirst() starts beside the checkout while there is no bucket, and moves the state into it', async () => {
  expect(await apply(STATE)).toBe(true);
  expect(terraform.state('bucket')).toMatchObject(MOVED);
  expect(terraform.state('local')).toBeUndefined();
  expect(existsSync(join(terraform.cdktfOut, 'stacks', 'state', 'backend_override.tf.json'))).toBe(false);
});

test('applyFirst() has nothing to do the second time', async () => {
  await apply(STATE);
  expect(await apply(STATE)).toBe(false);
});

test.each(['plan -json', 'apply -json', 'init -input=false -no-color -migrate-state', 'state pull'])(
  'applyFirst() killed at `%s` is finished by running it again',
  async (command) => {
    terraform.killNext(command);
    await apply(STATE).catch(() => undefined);
    await apply(STATE);
    expect(terraform.state('bucket')).toMatchObject(MOVED);
    expect(terraform.state('local')).toBeUndefined();
    expect(await apply(STATE)).toBe(false);
  },
);

test('applyFirst() killed after the state has moved removes what is left of it', async () => {
  terraform.hasBucket();
  terraform.writeState('bucket', MOVED.resources);
  terraform.writeState('local', MOVED.resources);
  expect(await apply(STATE)).toBe(false);
  expect(terraform.state('local')).toBeUndefined();
});

test('applyFirst() overwrites no state in the bucket with another one', async () => {
  terraform.hasBucket();
  terraform.writeState('bucket', [{ name: 'bucket' }, { name: 'newer' }]);
  terraform.writeState('local', [{ name: 'bucket' }]);
  await expect(apply(STATE)).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('state has two states that differ') as string,
  });
  expect(terraform.state('bucket')).toEqual({ resources: [{ name: 'bucket' }, { name: 'newer' }] });
});

test('applyFirst() moves the state of a stack that was applied with a local backend before', async () => {
  terraform.hasBucket();
  terraform.writeState('local', MOVED.resources);
  expect(await apply(STATE)).toBe(false);
  expect(terraform.state('bucket')).toMatchObject(MOVED);
});

test('applyFirst() applies an account as its administrator, and reaches the state as that of the tools', async () => {
  terraform.hasBucket();
  await apply(ACCESS);
  const ran = terraform.ran();
  expect(new Set(ran.map((line) => line.split(' ')[0]))).toEqual(new Set(['dynconf-beta']));
  expect(
    ran
      .filter((line) => line.includes(' init '))
      .every((line) => line.endsWith('-backend-config=profile=dynconf-tools')),
  ).toBe(true);
});

test('applyFirst() says that state comes first', async () => {
  await expect(apply(ACCESS)).rejects.toMatchObject({
    kind: 'prerequisite',
    message: 'access-beta: there is no bucket for its state yet, apply state first',
  });
});

test('applyFirst() leaves to HCP Terraform what it runs', async () => {
  await expect(apply({ ...ACCESS, backend: CLOUD })).rejects.toMatchObject({ kind: 'usage' });
});

test('requireOwnState() finds what HCP Terraform applies, wherever it stands', () => {
  const cloud = ['a', 'b', 'c', 'd', 'e'].map((stack) => ({ ...ACCESS, stack, backend: CLOUD }));
  expect(() => requireOwnState([STATE, ACCESS])).not.toThrow();
  expect(() => requireOwnState([STATE, ...cloud.slice(0, 1)])).toThrow(/^HCP Terraform applies a: /);
  expect(() => requireOwnState([STATE, ...cloud])).toThrow(/^HCP Terraform applies a, b, c and 2 more: /);
});
