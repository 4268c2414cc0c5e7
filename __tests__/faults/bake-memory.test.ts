import { CreateApplicationCommand, CreateEnvironmentCommand } from '@aws-sdk/client-appconfig';
import fc from 'fast-check';
import { bakeWave } from '../../release/gate/bake';
import {
  aDeployment,
  aLocalAppConfig,
  aMonitor,
  aProfile,
  closeLocalAppConfigs,
} from '../builders/a-local-app-config';
import { anAlarm, anEnvironment, aWave } from '../builders/environment';
import { envOf, putAlarm } from '../builders/local-alarms';
import { aComponent } from '../builders/project';

jest.setTimeout(120_000);
afterEach(closeLocalAppConfigs);

const BAKE_MINUTES = 10;
const wave = aWave({ name: 'first', regions: ['us-east-1'], bakeMinutes: BAKE_MINUTES });
const environment = anEnvironment({ name: 'local', alarms: [anAlarm()], waves: [wave] });
const places = { environment, wave, components: [aComponent({ flags: [] })] };
const MONITOR = 'checkout-local-us-east-1';

/** What happens to a wave, one thing after the other. */
const anAct = fc.oneof(
  { weight: 1, arbitrary: fc.record({ act: fc.constant('deploy' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 8 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('ring' as const), minutes: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('release' as const) }) },
);

/** `checkout` on this machine, and an account of its own of what rang while it baked. */
async function aWatchedShop() {
  const appConfig = await aLocalAppConfig();
  const { control, clock } = appConfig;
  const { Id: ApplicationId = '' } = await control.send(new CreateApplicationCommand({ Name: 'checkout' }));
  const Monitors = [aMonitor(`arn:aws:cloudwatch:us-east-1:000000000000:alarm:${MONITOR}`)];
  const made = await control.send(new CreateEnvironmentCommand({ ApplicationId, Name: 'local', Monitors }));
  const ConfigurationProfileId = await aProfile(control, ApplicationId);
  const ids = { ApplicationId, EnvironmentId: made.Id ?? '', ConfigurationProfileId };
  let completedAt: number | undefined;
  let hasFailed = false;
  const pass = (minutes: number): void => clock.advance(minutes * 60);
  return {
    deploy: async () => {
      await aDeployment(control, ids, { content: { at: clock.now() } });
      [completedAt, hasFailed] = [clock.now(), false];
    },
    wait: (minutes: number) => pass(minutes),
    ring: async (minutes: number) => {
      hasFailed ||= completedAt !== undefined && clock.now() < completedAt + BAKE_MINUTES * 60_000;
      await putAlarm(appConfig, MONITOR, 'ALARM');
      pass(minutes);
      await putAlarm(appConfig, MONITOR, 'OK');
    },
    /** A pipeline that deploys nothing there and wants to go on to the next wave. */
    release: async () => {
      const options = {
        env: envOf(appConfig),
        pollMilliseconds: 60_000,
        sleep: (milliseconds: number) => Promise.resolve(clock.advance(milliseconds / 1000)),
      };
      const { outcome } = await bakeWave({ ...places, since: new Date(clock.now()) }, options);
      const isOver = completedAt === undefined || clock.now() >= completedAt + BAKE_MINUTES * 60_000;
      return { outcome, isOver, hasFailed };
    },
    close: () => appConfig.close(),
  };
}

type Shop = Awaited<ReturnType<typeof aWatchedShop>>;
type Act = typeof anAct extends fc.Arbitrary<infer T> ? T : never;

async function happen(shop: Shop, act: Act): Promise<void> {
  if (act.act === 'deploy') return shop.deploy();
  if (act.act === 'wait') return shop.wait(act.minutes);
  if (act.act === 'ring') return shop.ring(act.minutes);
  const { outcome, isOver, hasFailed } = await shop.release();
  expect(['alarmed', 'baked', 'skipped']).toContain(outcome);
  expect(outcome === 'alarmed').toBe(hasFailed);
  if (outcome !== 'alarmed') expect(isOver).toBe(true);
}

test('bakeWave() lets no wave follow one whose bake failed, until something else is complete there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 3, maxLength: 14 }), async (acts) => {
      const shop = await aWatchedShop();
      try {
        for (const act of acts) await happen(shop, act);
      } finally {
        await shop.close();
      }
    }),
    { numRuns: 60 },
  );
});
