import { deployStack } from '../../../release/deploy/deploy';
import { quickLook, referencesOf } from '../../../release/deploy/quick-look';
import type { ReleaseTerraform } from '../../../release/deploy/reach';
import { redeployStack } from '../../../release/deploy/redeploy';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { FIRST, ReleasedShop, SECOND } from '../../builders/released-shop';

let shop: ReleasedShop;
beforeEach(async () => {
  shop = await ReleasedShop.open();
});
afterEach(async () => {
  shop.close();
  await closeLocalAppConfigs();
});

const OFF = { version: '1', flags: { pay: { name: 'pay' } }, values: { pay: { enabled: false } } };

interface ScriptedPlan {
  /** The state was lost, or never had what is in progress. @default true */
  readonly isStateKept?: boolean;
  /** Components whose rollout each plan starts: with a plan of its own for each call, the last one for ever. */
  readonly starts: readonly (readonly string[])[];
}

/** A Terraform whose plans are written beforehand; what it applies is deployed for real. */
function scripted(region: string, { starts, isStateKept = true }: ScriptedPlan) {
  const replaced: (readonly string[])[] = [];
  const adopted: string[] = [];
  const stack = shop.stack(region);
  const terraform: ReleaseTerraform = {
    init: () => Promise.resolve(),
    plan: (file, replace = []) => {
      const planned = starts[Math.min(replaced.length, starts.length - 1)] ?? [];
      replaced.push(replace);
      const changes = planned.map((component) => ({
        address: `aws_appconfig_deployment.${component}`,
        type: 'aws_appconfig_deployment',
        action: 'replace' as const,
      }));
      return Promise.resolve({ file, isNeeded: changes.length > 0, changes });
    },
    apply: async ({ changes }) => {
      for (const { address } of changes)
        await shop.deploy(region, { component: address.split('.')[1] ?? '', minutes: 2 });
    },
    forget: () => Promise.resolve(),
    outputs: async () => {
      const { trunk } = shop.options(stack);
      const look = trunk && (await quickLook(shop.clients(region).control, { stack, trunk }));
      return { deployments: look && isStateKept ? referencesOf(look.documents) : [] };
    },
    adopt: (address, id) => Promise.resolve(void adopted.push(`${address} ${id.split('/').at(-1)}`)),
  };
  return { replaced, adopted, stack, options: shop.options(stack, terraform) };
}

test('deployStack() looks, asks the gate, verifies the artifact, plans, applies, awaits and reads back, in this order', async () => {
  const { stack, options } = scripted(FIRST, { starts: [['checkout', 'search']] });
  const { isChanged } = await deployStack(stack, {
    ...options,
    gate: () => Promise.resolve(),
    artifact: () => Promise.resolve('intact'),
  });
  expect(isChanged).toBe(true);
  expect(shop.steps()).toEqual(['look', 'gate', 'check', 'init', 'plan', 'apply', 'await', 'verify']);
});

test('deployStack() touches nothing when the artifact is not what the build made', async () => {
  const { stack, options, replaced } = scripted(FIRST, { starts: [['checkout']] });
  const artifact = () => Promise.reject(new Error('a planted file'));
  await expect(deployStack(stack, { ...options, artifact })).rejects.toThrow('a planted file');
  expect(replaced).toEqual([]);
});

test('deployStack() asks the gate of a stack without documents only when a plan wants something', async () => {
  const gate = jest.fn(() => Promise.resolve());
  const idle = scripted(FIRST, { starts: [[]] });
  const foundation = { ...idle.stack, documents: [] };
  const options = { ...idle.options, trunk: undefined } as Omit<typeof idle.options, 'trunk'>;
  const outputs = () => Promise.resolve({});
  const reach = options.reach && { ...options.reach, terraform: { ...options.reach.terraform, outputs } };
  await deployStack(foundation, { ...options, ...(reach && { reach }), gate });
  expect(gate).not.toHaveBeenCalled();
});

test('deployStack() adopts what is served and would be deployed again, because the state calls it tainted', async () => {
  await shop.deployAll(FIRST);
  await shop.deploy(FIRST, { component: 'search', value: { version: '1' } });
  const { stack, options, adopted } = scripted(FIRST, { starts: [['checkout', 'search'], ['search']] });
  await deployStack(stack, options);
  expect(adopted).toEqual(expect.arrayContaining(['aws_appconfig_deployment.checkout 1']));
  expect(shop.deploymentsOf(FIRST).filter((one) => one.includes('flags'))).toEqual(['1 flags COMPLETE']);
});

test('deployStack() deploys again what Terraform takes for deployed while another commit is served', async () => {
  await shop.deployAll(FIRST);
  await shop.deploy(FIRST, { value: OFF });
  const { stack, options, replaced } = scripted(FIRST, { starts: [[], ['checkout']] });
  await deployStack(stack, options);
  expect(replaced).toEqual([[], ['aws_appconfig_deployment.checkout']]);
  expect(shop.deploymentsOf(FIRST).at(-1)).toBe('4 flags COMPLETE');
});

test('deployStack() leaves in place what a person deployed by hand, and is red; a redeploy with a reason puts it right', async () => {
  await shop.deployAll(FIRST);
  await shop.deploy(FIRST, { value: OFF, description: 'by hand' });
  const idle = scripted(FIRST, { starts: [[]] });
  await expect(deployStack(idle.stack, idle.options)).rejects.toMatchObject({
    kind: 'not-served',
    message: expect.stringContaining(`npx dynconf redeploy ${idle.stack.name} --reason "…" puts it right`),
  });
  const { stack, options, replaced } = scripted(FIRST, { starts: [[], ['checkout']] });
  await redeployStack(stack, { ...options, reason: 'nobody knows who that was' });
  expect(replaced).toEqual([[], ['aws_appconfig_deployment.checkout']]);
  await expect(deployStack(idle.stack, shop.options(idle.stack))).resolves.toMatchObject({
    isChanged: false,
  });
});

test('deployStack() does not wait for a stranger whose rollout changes what is served, and starts nothing', async () => {
  await shop.deployAll(FIRST);
  await shop.deploy(FIRST, { value: OFF, minutes: 10 });
  const { stack, options } = scripted(FIRST, { starts: [[]], isStateKept: false });
  await expect(deployStack(stack, options)).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('checkout is being deployed by somebody else, deployment 3 of flags'),
  });
});

test('redeployStack() deploys a known bad document again, and later waves take it for good then', async () => {
  await shop.deploy(FIRST, { component: 'search' });
  await shop.deployBad(FIRST);
  const later = shop.stack(SECOND);
  await expect(deployStack(later, shop.options(later))).rejects.toMatchObject({ kind: 'refused' });
  const { stack, options } = scripted(FIRST, { starts: [['checkout']] });
  await redeployStack(stack, { ...options, reason: 'the alarm was a false one' });
  expect(shop.deploymentsOf(FIRST)).toEqual(['1 flags ROLLED_BACK', '2 flags COMPLETE']);
  expect(shop.events).toContainEqual({
    type: 'warning',
    text: 'deploying again checkout flags: the alarm was a false one',
  });
  await expect(deployStack(later, shop.options(later))).rejects.toThrow('no Terraform may start');
});

test('redeployStack() releases here what was rolled back elsewhere, because a person says so', async () => {
  await shop.deployBad(FIRST);
  const { stack, options } = scripted(SECOND, { starts: [['checkout', 'search']] });
  await redeployStack(stack, { ...options, reason: 'it was the region, not the document' });
  expect(shop.deploymentsOf(SECOND)).toEqual(['1 flags COMPLETE']);
});

test('redeployStack() pardons no document that came later than the decision', async () => {
  await shop.deployBad(FIRST, { component: 'search' });
  const { stack, options } = scripted(FIRST, { starts: [['checkout', 'search']] });
  await expect(deployStack(stack, { ...options, pardoned: ['checkout flags'] })).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('search flags'),
  });
});

test('redeployStack() refuses where nothing was rolled back', async () => {
  await shop.deployAll(FIRST);
  const { stack, options } = scripted(FIRST, { starts: [[]] });
  await expect(redeployStack(stack, { ...options, reason: 'just so' })).rejects.toMatchObject({
    kind: 'usage',
    message: `nothing of ${stack.name} was rolled back: \`npx dynconf deploy ${stack.name}\` releases it`,
  });
});

test('redeployStack() leaves alone what has ended well since, although the state knows only the rollback', async () => {
  const bad = await shop.deployBad(FIRST);
  await shop.deployAll(FIRST);
  const { stack, options } = scripted(FIRST, { starts: [[]] });
  const state = {
    address: 'aws_appconfig_deployment.checkout',
    type: 'aws_appconfig_deployment',
    attributes: {
      application_id: bad.ApplicationId,
      environment_id: bad.EnvironmentId,
      deployment_number: bad.DeploymentNumber,
      configuration_version: '1',
    },
  };
  const reach = options.reach && { ...options.reach, resources: () => Promise.resolve([state]) };
  const redeployed = redeployStack(stack, { ...options, ...(reach && { reach }), reason: 'just so' });
  await expect(redeployed).rejects.toMatchObject({ kind: 'usage' });
});

test('redeployStack() deploys all of a stack again whose bake has failed, so that a new bake counts', async () => {
  await shop.deployAll(FIRST);
  const before = shop.deploymentsOf(FIRST).filter((one) => one.includes('flags')).length;
  const { stack, options, replaced } = scripted(FIRST, { starts: [['checkout', 'search']] });
  const failedBake = () => Promise.resolve(['the alarm local-us-east-1-health was in ALARM']);
  await redeployStack(stack, { ...options, reason: 'it was the network', failedBake });
  expect(replaced).toEqual([stack.documents.map(({ deploymentAddress }) => deploymentAddress)]);
  const after = shop.deploymentsOf(FIRST).filter((one) => one.includes('flags')).length;
  expect(after).toBeGreaterThan(before);
  const texts = shop.events.flatMap((event) => (event.type === 'warning' ? [event.text] : []));
  expect(texts).toEqual([
    'the alarm local-us-east-1-health was in ALARM',
    expect.stringMatching(/^deploying again checkout flags.*: it was the network$/),
  ]);
});
