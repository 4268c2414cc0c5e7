import {
  CreateApplicationCommand,
  CreateEnvironmentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import { bakeWave, type BakeOptions, type BakeQuestion } from '../../../release/gate/bake';
import {
  aDeployment,
  aLocalAppConfig,
  aMonitor,
  aProfile,
  aStrategy,
  clientsFor,
  closeLocalAppConfigs,
  type Rollout,
  type TestAppConfig,
} from '../../builders/a-local-app-config';
import { anAlarm, anEnvironment, aWave } from '../../builders/environment';
import { envOf, putAlarm } from '../../builders/local-alarms';
import { aComponent } from '../../builders/project';

const REGIONS = ['us-east-1', 'eu-west-1'];
const BLOCKER = 'arn:aws:cloudwatch:us-east-1:999999999999:alarm:organisation-wide';

afterEach(closeLocalAppConfigs);

/** `checkout` on this machine, in a wave of two regions; the clock stands still until somebody sleeps. */
class BakingShop {
  private readonly regions = new Map<string, { control: TestAppConfig['control']; ids: Rollout }>();

  private constructor(readonly appConfig: TestAppConfig) {}

  static async open(): Promise<BakingShop> {
    const shop = new BakingShop(await aLocalAppConfig());
    for (const region of REGIONS) {
      const { control, data } = clientsFor(shop.appConfig.url, { region, accessKeyId: '000000000000' });
      data.destroy();
      const { Id: ApplicationId = '' } = await control.send(
        new CreateApplicationCommand({ Name: 'checkout' }),
      );
      const Monitors = [aMonitor(`arn:aws:cloudwatch:${region}:000000000000:alarm:checkout-local-${region}`)];
      const environment = await control.send(
        new CreateEnvironmentCommand({ ApplicationId, Name: 'local', Monitors }),
      );
      const ConfigurationProfileId = await aProfile(control, ApplicationId);
      const ids = { ApplicationId, EnvironmentId: environment.Id ?? '', ConfigurationProfileId };
      shop.regions.set(region, { control, ids });
    }
    return shop;
  }

  close(): void {
    for (const { control } of this.regions.values()) control.destroy();
  }

  /** Deploys; complete at once unless it takes minutes. */
  async deploy(region: string, minutes = 0): Promise<void> {
    const { control, ids } = this.at(region);
    const strategy =
      minutes === 0
        ? {}
        : {
            strategy: await aStrategy(control, {
              DeploymentDurationInMinutes: minutes,
              FinalBakeTimeInMinutes: 0,
            }),
          };
    await aDeployment(control, ids, { content: { at: this.appConfig.clock.now() }, ...strategy });
  }

  /** Takes a complete deployment back, as a person may within three days. */
  async revert(region: string): Promise<void> {
    const { control, ids } = this.at(region);
    const { ApplicationId, EnvironmentId } = ids;
    await control.send(
      new StopDeploymentCommand({ ApplicationId, EnvironmentId, DeploymentNumber: 1, AllowRevert: true }),
    );
  }

  minute(): number {
    return (this.appConfig.clock.now() - Date.parse('2026-01-01T00:00:00Z')) / 60_000;
  }

  bake({
    question = {},
    options = {},
    atMinute = {},
  }: {
    readonly question?: Partial<BakeQuestion>;
    readonly options?: Partial<BakeOptions>;
    readonly atMinute?: Readonly<Record<number, () => Promise<void>>>;
  } = {}) {
    const wave = aWave({ name: 'first', regions: REGIONS, bakeMinutes: 30 });
    const environment = anEnvironment({
      name: 'local',
      alarms: [anAlarm()],
      blockers: [BLOCKER],
      waves: [wave],
    });
    const left = new Map(Object.entries(atMinute));
    return bakeWave(
      { environment, wave, components: [aComponent({ flags: [] })], ...question },
      {
        env: envOf(this.appConfig),
        pollMilliseconds: 60_000,
        sleep: async (milliseconds) => {
          this.appConfig.clock.advance(milliseconds / 1000);
          const due = left.get(String(this.minute()));
          left.delete(String(this.minute()));
          await due?.();
        },
        ...options,
      },
    );
  }

  private at(region: string) {
    const found = this.regions.get(region);
    if (!found) throw new Error(`the shop is not in ${region}`);
    return found;
  }
}

describe('bakeWave()', () => {
  let shop: BakingShop;
  beforeEach(async () => (shop = await BakingShop.open()));
  afterEach(() => shop.close());

  test('bakeWave() counts from the last rollout that was complete in any region', async () => {
    await shop.deploy('us-east-1');
    shop.appConfig.clock.advance(10 * 60);
    await shop.deploy('eu-west-1');
    shop.appConfig.clock.advance(5 * 60);
    const told: number[] = [];
    const verdict = await shop.bake({ options: { onProgress: ({ minutesLeft }) => told.push(minutesLeft) } });
    expect(verdict).toEqual({
      environment: 'local',
      wave: 'first',
      regions: REGIONS,
      outcome: 'baked',
      messages: ['nothing went off in 30 minutes'],
      findings: [],
      completedAt: '2026-01-01T00:10:00.000Z',
      until: '2026-01-01T00:40:00.000Z',
    });
    expect(shop.minute()).toBe(40);
    expect(told).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
  });

  test('bakeWave() counts from the end of a rollout, not from its start', async () => {
    await shop.deploy('us-east-1', 10);
    shop.appConfig.clock.advance(12 * 60);
    expect(await shop.bake()).toMatchObject({ outcome: 'baked', until: '2026-01-01T00:40:00.000Z' });
  });

  test('bakeWave() whose time is over still looks once', async () => {
    await shop.deploy('us-east-1');
    shop.appConfig.clock.advance(3600);
    expect(await shop.bake()).toMatchObject({ outcome: 'baked' });
    await putAlarm(shop.appConfig, 'checkout-local-eu-west-1', 'ALARM');
    expect(await shop.bake()).toMatchObject({ outcome: 'alarmed' });
    expect(shop.minute()).toBe(60);
  });

  test('bakeWave() ends with the alarm that goes off, and names it and its region', async () => {
    await shop.deploy('us-east-1');
    const alarm = () => putAlarm(shop.appConfig, 'checkout-local-eu-west-1', 'ALARM');
    const verdict = await shop.bake({ atMinute: { 7: alarm } });
    expect(verdict.outcome).toBe('alarmed');
    expect(verdict.messages).toEqual([
      'the alarm local-eu-west-1-health in eu-west-1 is in ALARM since 2026-01-01 00:07 UTC: ' +
        'checkout-local-eu-west-1 in ALARM',
    ]);
    expect(verdict.findings[0]?.alarm).toEqual({
      name: 'local-eu-west-1-health',
      region: 'eu-west-1',
      account: '000000000000',
    });
    expect(shop.minute()).toBe(7);
  });

  test('bakeWave() ends with a blocker that goes off', async () => {
    await shop.deploy('us-east-1');
    const alarm = () => putAlarm(shop.appConfig, BLOCKER, 'ALARM');
    expect(await shop.bake({ atMinute: { 3: alarm } })).toMatchObject({
      outcome: 'blocked',
      findings: [{ type: 'blocker', state: 'ALARM' }],
    });
  });

  test('bakeWave() overlooks one look that says nothing, and gives up after three', async () => {
    await shop.deploy('us-east-1');
    const health = 'local-us-east-1-health';
    const unknown = () => putAlarm(shop.appConfig, health, 'INSUFFICIENT_DATA');
    const well = () => putAlarm(shop.appConfig, health, 'OK');
    expect(await shop.bake({ atMinute: { 5: unknown, 7: well } })).toMatchObject({ outcome: 'baked' });
    await shop.deploy('us-east-1');
    expect(await shop.bake({ atMinute: { 35: unknown } })).toMatchObject({ outcome: 'blocked' });
    expect(shop.minute()).toBe(37);
  });

  test('bakeWave() does not end well while nobody can say how a region is', async () => {
    await shop.deploy('us-east-1');
    const unknown = () => putAlarm(shop.appConfig, 'local-us-east-1-health', 'INSUFFICIENT_DATA');
    expect(await shop.bake({ atMinute: { 30: unknown } })).toMatchObject({ outcome: 'blocked' });
  });

  test('bakeWave() starts again when another rollout was complete meanwhile', async () => {
    await shop.deploy('us-east-1');
    const again = () => shop.deploy('eu-west-1');
    const verdict = await shop.bake({ atMinute: { 20: again } });
    expect(verdict).toMatchObject({ outcome: 'baked', until: '2026-01-01T00:50:00.000Z' });
  });

  test('bakeWave() fails when a person takes the document back meanwhile', async () => {
    await shop.deploy('us-east-1');
    const verdict = await shop.bake({ atMinute: { 20: () => shop.revert('us-east-1') } });
    expect(verdict.outcome).toBe('rolled-back');
    expect(verdict.messages[0]).toMatch(
      /^us-east-1: checkout operations: deployment 1 of version 1 is REVERTED/,
    );
  });

  test('bakeWave() fails at once where an alarm has rolled back the newest deployment', async () => {
    await shop.deploy('us-east-1');
    await shop.deploy('eu-west-1', 10);
    await putAlarm(shop.appConfig, 'checkout-local-eu-west-1', 'ALARM');
    await putAlarm(shop.appConfig, 'checkout-local-eu-west-1', 'OK');
    const verdict = await shop.bake();
    expect(verdict.outcome).toBe('rolled-back');
    expect(verdict.messages[0]).toContain('rolled back by the alarm checkout-local-eu-west-1');
  });

  test('bakeWave() is too early while something is growing', async () => {
    await shop.deploy('us-east-1', 10);
    expect(await shop.bake()).toMatchObject({
      outcome: 'rolling-out',
      messages: [
        expect.stringMatching(/^checkout in us-east-1: deployment 1 of operations version 1, DEPLOYING/),
      ],
    });
  });

  test('bakeWave() skips a wave to which nothing was deployed, ever or since the release began', async () => {
    expect(await shop.bake()).toMatchObject({
      outcome: 'skipped',
      messages: ['nothing was ever deployed there'],
    });
    await shop.deploy('us-east-1');
    shop.appConfig.clock.advance(30 * 60);
    const since = new Date('2026-01-01T00:00:01Z');
    expect(await shop.bake({ question: { since } })).toMatchObject({ outcome: 'skipped' });
    expect(shop.minute()).toBe(30);
    shop.appConfig.clock.advance(60);
    await shop.deploy('eu-west-1');
    expect(await shop.bake({ question: { since } })).toMatchObject({ outcome: 'baked' });
  });

  test('bakeWave() watches the rest of what was deployed before the release began', async () => {
    await shop.deploy('us-east-1');
    shop.appConfig.clock.advance(10 * 60);
    const since = new Date('2026-01-01T00:09:00Z');
    expect(await shop.bake({ question: { since } })).toMatchObject({ outcome: 'baked' });
    expect(shop.minute()).toBe(30);
  });

  test('bakeWave() remembers a bake that failed, for every later release', async () => {
    await shop.deploy('us-east-1');
    const alarm = () => putAlarm(shop.appConfig, 'checkout-local-eu-west-1', 'ALARM');
    expect(await shop.bake({ atMinute: { 7: alarm } })).toMatchObject({ outcome: 'alarmed' });
    shop.appConfig.clock.advance(60);
    await putAlarm(shop.appConfig, 'checkout-local-eu-west-1', 'OK');
    for (const minutes of [1, 30, 600]) {
      shop.appConfig.clock.advance(minutes * 60);
      const since = new Date(shop.appConfig.clock.now() - 1000);
      const verdict = await shop.bake({ question: { since } });
      expect(verdict).toMatchObject({
        outcome: 'alarmed',
        messages: [
          'the alarm local-eu-west-1-health in eu-west-1 was in ALARM from 2026-01-01 00:07 UTC to 2026-01-01 00:08 UTC, ' +
            'in the bake from 2026-01-01 00:00 UTC to 2026-01-01 00:30 UTC: checkout-local-eu-west-1 in ALARM',
        ],
        findings: [{ since: '2026-01-01T00:07:00.000Z', fix: expect.stringContaining('redeploy') as string }],
      });
    }
    // Something else is complete there, and a new bake counts.
    await shop.deploy('us-east-1');
    expect(await shop.bake()).toMatchObject({ outcome: 'baked' });
  });

  test('bakeWave() hears what rang before it began, and between two looks', async () => {
    await shop.deploy('us-east-1');
    const ring = async () => {
      await putAlarm(shop.appConfig, 'checkout-local-us-east-1', 'ALARM');
      shop.appConfig.clock.advance(20);
      await putAlarm(shop.appConfig, 'checkout-local-us-east-1', 'OK');
    };
    expect(await shop.bake({ atMinute: { 12: ring } })).toMatchObject({ outcome: 'alarmed' });
    await shop.deploy('us-east-1');
    shop.appConfig.clock.advance(60);
    await ring();
    expect(await shop.bake()).toMatchObject({ outcome: 'alarmed' });
  });

  test('bakeWave() hears an alarm that was on when the bake began, and only then', async () => {
    await putAlarm(shop.appConfig, 'local-us-east-1-health', 'ALARM');
    shop.appConfig.clock.advance(60);
    await shop.deploy('us-east-1');
    shop.appConfig.clock.advance(60);
    const before = await shop.bake();
    expect(before).toMatchObject({ outcome: 'alarmed' });
    expect(before.messages[0]).toContain('is in ALARM since 2026-01-01 00:00 UTC');
    await putAlarm(shop.appConfig, 'local-us-east-1-health', 'OK');
    shop.appConfig.clock.advance(3600);
    const after = await shop.bake();
    expect(after).toMatchObject({ outcome: 'alarmed' });
    expect(after.messages[0]).toContain('was in ALARM when the bake began, at 2026-01-01 00:01 UTC, to');
  });

  test('bakeWave() hears neither silence, blockers nor what rang when the bake was over', async () => {
    await shop.deploy('us-east-1');
    const set = async (name: string, state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') => {
      shop.appConfig.clock.advance(60);
      await putAlarm(shop.appConfig, name, state);
    };
    await set('local-us-east-1-health', 'INSUFFICIENT_DATA');
    await set('local-us-east-1-health', 'OK');
    await set(BLOCKER, 'ALARM');
    await set(BLOCKER, 'OK');
    shop.appConfig.clock.advance(30 * 60);
    await set('checkout-local-us-east-1', 'ALARM');
    await set('checkout-local-us-east-1', 'OK');
    expect(await shop.bake()).toMatchObject({ outcome: 'baked' });
    const since = new Date(shop.appConfig.clock.now());
    expect(await shop.bake({ question: { since } })).toMatchObject({ outcome: 'skipped' });
  });

  test('bakeWave() leaves out components that are not asked about, and regions where they are not yet', async () => {
    await shop.deploy('us-east-1');
    const components = [aComponent({ name: 'search' })];
    expect(await shop.bake({ question: { components } })).toMatchObject({ outcome: 'skipped' });
  });

  test('bakeWave() that is interrupted says so', async () => {
    await shop.deploy('us-east-1');
    const interrupt = new AbortController();
    const baking = shop.bake({
      options: { signal: interrupt.signal },
      atMinute: { 2: () => Promise.resolve(interrupt.abort()) },
    });
    await expect(baking).rejects.toMatchObject({ kind: 'interrupted' });
  });
});
