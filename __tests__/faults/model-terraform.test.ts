import { ReleaseError } from '../../release/release-error';
import { DEPLOYMENT, HOSTED_VERSION } from '../../release/terraform/resource-types';
import type { StackDocument } from '../../release/terraform/stack-folder';
import type { Plan } from '../../release/terraform/terraform';
import type { Input, Output } from './direct-appconfig';
import { EMPTY_STATE, type StateFile, currentOf, resourceAt } from './model-state';
import { ModelTerraform } from './model-terraform';
import { Random } from './random';
import { SimulatedAppConfig, documentOf, fingerprintOf } from './simulated-appconfig';
import { type Around, type Fault, Steps } from './steps';

const VERSION_ADDRESS = `${HOSTED_VERSION}.checkout`;
const DEPLOYMENT_ADDRESS = `${DEPLOYMENT}.checkout`;

const ignored = (): void => undefined;
/** Nothing happens beside the steps. */
const NOTHING_ELSE: Around = {
  delay: ignored,
  alarm: ignored,
  foreign: ignored,
  stopped: ignored,
  restart: ignored,
  interrupt: ignored,
  rival: () => Promise.resolve(),
  note: ignored,
};

/** One stack with flags of checkout, its state, and the calls that Terraform made. */
class Bench {
  readonly file: StateFile = { state: EMPTY_STATE, isWrittenAlong: true };
  readonly calls: string[] = [];
  readonly appConfig: SimulatedAppConfig;

  constructor(minutes = 0) {
    const pace = { minutes, bakeMinutes: 0 };
    this.appConfig = new SimulatedAppConfig({
      components: ['checkout'],
      paces: { flags: pace, operations: pace },
      switches: {},
      isRestarted: false,
      hasStaleReads: false,
    });
  }

  /** A new process, in the folder of the stack as it was synthesized with this revision. */
  terraform(revision: number, faults: readonly Partial<Fault>[] = []): ModelTerraform {
    const steps = new Steps(
      faults.map((fault) => ({ what: 'delay', at: '', nth: 0, minutes: 0, component: '', ...fault })),
      NOTHING_ELSE,
    );
    const call = (operation: string, input: Input): Promise<Output> =>
      steps.take({ name: `provider ${operation}`, isCall: true, act: () => this.send(operation, input) });
    const waitMinute = (): Promise<void> => Promise.resolve(this.appConfig.advance(1));
    const document: StackDocument = {
      component: 'checkout',
      profile: 'flags',
      versionAddress: VERSION_ADDRESS,
      deploymentAddress: DEPLOYMENT_ADDRESS,
      fingerprint: fingerprintOf('flags', revision),
      read: () => documentOf('flags', revision),
    };
    return new ModelTerraform(
      { name: 'prod-eu-west-1-flags', documents: [document] },
      {
        file: this.file,
        provider: { appConfig: this.appConfig, call, waitMinute },
        steps,
        random: new Random(1),
        signal: new AbortController().signal,
      },
    );
  }

  async apply(revision: number, faults?: readonly Partial<Fault>[]): Promise<Plan> {
    const terraform = this.terraform(revision, faults);
    const plan = await terraform.plan('plan');
    this.calls.length = 0;
    await terraform.apply(plan);
    return plan;
  }

  private send(operation: string, input: Input): Output {
    const number = input['VersionNumber'] ?? input['ConfigurationVersion'] ?? '';
    if (!operation.startsWith('Get')) this.calls.push(`${operation} ${String(number)}`.trim());
    return this.appConfig.send(operation, input);
  }
}

async function actions(plan: Promise<Plan>): Promise<string[]> {
  return (await plan).changes.map(({ action, type }) => `${action} ${type}`);
}

const REFUSED_UPLOAD = [{ what: 'throttled', at: 'CreateHostedConfigurationVersion' }] as const;

test('ModelTerraform plans nothing after an apply, although AppConfig has rewritten the content', async () => {
  const bench = new Bench();
  const first = await bench.apply(1);
  expect(first.isNeeded).toBe(true);
  expect(bench.calls).toEqual(['CreateHostedConfigurationVersion', 'StartDeployment 1']);
  expect(await bench.terraform(1).plan('again')).toMatchObject({ isNeeded: false, changes: [] });
});

test('ModelTerraform deploys a changed document before it deletes the version before', async () => {
  const bench = new Bench();
  await bench.apply(1);
  expect(await actions(bench.apply(2))).toEqual([`replace ${HOSTED_VERSION}`, `replace ${DEPLOYMENT}`]);
  expect(bench.calls).toEqual([
    'CreateHostedConfigurationVersion',
    'StartDeployment 2',
    'DeleteHostedConfigurationVersion 1',
  ]);
});

test('ModelTerraform deletes nothing after `state rm` of the version', async () => {
  const bench = new Bench();
  await bench.apply(1);
  await bench.terraform(2).forget([VERSION_ADDRESS]);
  expect(await actions(bench.apply(2))).toEqual([`create ${HOSTED_VERSION}`, `replace ${DEPLOYMENT}`]);
  expect(bench.calls).toEqual(['CreateHostedConfigurationVersion', 'StartDeployment 2']);
});

test('ModelTerraform does not apply a plan that is older than the state', async () => {
  const bench = new Bench();
  await bench.apply(1);
  const terraform = bench.terraform(2);
  const plan = await terraform.plan('old');
  await terraform.forget([VERSION_ADDRESS]);
  await expect(terraform.apply(plan)).rejects.toThrow('Saved plan is stale');
});

test('ModelTerraform still wants a document whose upload was refused, and nothing more after its revert', async () => {
  const bench = new Bench();
  await bench.apply(1);
  await expect(bench.apply(2, REFUSED_UPLOAD)).rejects.toThrow('ThrottlingException');
  expect(await actions(bench.terraform(2).plan('again'))).toHaveLength(2);
  expect((await bench.terraform(1).plan('revert')).isNeeded).toBe(false);
});

test('ModelTerraform deletes the version that is deployed when a version of the same content is replaced', async () => {
  const bench = new Bench();
  await bench.apply(1);
  const terraform = bench.terraform(1);
  await terraform.apply(await terraform.plan('replaced', [VERSION_ADDRESS]));
  expect(bench.calls.at(-1)).toBe('DeleteHostedConfigurationVersion 1');
  expect(bench.appConfig.stored('checkout', 'flags')).toEqual([]);
});

test('ModelTerraform refuses to plan beside a rollback, and plans what replaces it', async () => {
  const bench = new Bench(10);
  await bench.apply(1);
  bench.appConfig.advance(1);
  bench.appConfig.fireAlarm('checkout', 1);
  const refused = bench.terraform(1).plan('same');
  await expect(refused).rejects.toThrow(ReleaseError);
  await expect(refused).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('ROLLED_BACK'),
  });
  expect(await actions(bench.terraform(2).plan('other'))).toHaveLength(2);
  expect(await actions(bench.terraform(1).plan('replace', [DEPLOYMENT_ADDRESS]))).toEqual([
    `replace ${DEPLOYMENT}`,
  ]);
});

test('ModelTerraform writes no outputs when a deployment is rolled back while it is applied', async () => {
  const bench = new Bench(10);
  bench.appConfig.fireAlarm('checkout', 5);
  await expect(bench.apply(1)).rejects.toMatchObject({ kind: 'rolled-back' });
  expect(currentOf(bench.file.state, DEPLOYMENT_ADDRESS)?.attributes['state']).toBe('ROLLED_BACK');
  expect(await bench.terraform(1).outputs()).toEqual({});
});

test('ModelTerraform waits in silence for a deployment of somebody else, and gives up after half an hour', async () => {
  const bench = new Bench(10);
  await bench.apply(1);
  const begun = bench.appConfig.now;
  await bench.apply(2);
  expect((bench.appConfig.now - begun) / 60_000).toBe(10);
  const slow = new Bench(60);
  await slow.apply(1);
  await expect(slow.apply(2)).rejects.toMatchObject({ kind: 'refused' });
});

test('ModelTerraform makes a version again that somebody deleted', async () => {
  const bench = new Bench();
  await bench.apply(1);
  const { ApplicationId, ConfigurationProfileId } = bench.appConfig.idsOf('checkout', 'flags');
  bench.appConfig.send('DeleteHostedConfigurationVersion', {
    ApplicationId,
    ConfigurationProfileId,
    VersionNumber: 1,
  });
  expect(await actions(bench.terraform(1).plan('gone'))).toEqual([
    `create ${HOSTED_VERSION}`,
    `replace ${DEPLOYMENT}`,
  ]);
});

test('ModelTerraform knows what an apply has done before it was killed, or nothing of it where the state is remote', async () => {
  const killed = [{ what: 'kill-after', at: 'StartDeployment' }] as const;
  const local = new Bench();
  await expect(local.apply(1, killed)).rejects.toMatchObject({ name: 'Killed' });
  expect(currentOf(local.file.state, VERSION_ADDRESS)).toBeDefined();
  expect(currentOf(local.file.state, DEPLOYMENT_ADDRESS)).toBeUndefined();
  const remote = new Bench();
  Object.assign(remote.file, { isWrittenAlong: false });
  await expect(remote.apply(1, killed)).rejects.toMatchObject({ name: 'Killed' });
  expect(remote.file.state).toEqual(EMPTY_STATE);
});

test('ModelTerraform taints what it could not read back, and replaces it', async () => {
  const bench = new Bench();
  await expect(bench.apply(1, [{ what: 'throttled', at: 'provider GetDeployment' }])).rejects.toThrow(
    ReleaseError,
  );
  expect(resourceAt(bench.file.state, DEPLOYMENT_ADDRESS).current?.isTainted).toBe(true);
  expect(await actions(bench.terraform(1).plan('again'))).toEqual([`replace ${DEPLOYMENT}`]);
});

test('ModelTerraform adopts what AppConfig has, and then plans only the outputs', async () => {
  const bench = new Bench();
  await bench.apply(1);
  bench.file.state = EMPTY_STATE;
  const terraform = bench.terraform(1);
  await terraform.adopt(VERSION_ADDRESS, 'app-checkout/flags-checkout/1');
  await terraform.adopt(DEPLOYMENT_ADDRESS, 'app-checkout/env-checkout/1');
  expect(await terraform.plan('adopted')).toMatchObject({ isNeeded: true, changes: [] });
  await expect(terraform.adopt(DEPLOYMENT_ADDRESS, 'app-checkout/env-checkout/1')).rejects.toThrow(
    'already managed',
  );
});
