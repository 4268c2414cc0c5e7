import { verdictOn, watchAll } from '../../runtime/canary';
import { canarySettings } from '../../runtime/canary-settings';
import { awsDataPlane } from '../../runtime/data-plane';
import type { DataPlane } from '../../runtime/data-plane';
import type { CanaryMemory } from '../../runtime/watch-document';
import { LocalShop, SHOP_ALARM, flagsDocument } from '../builders/local-shop';

/** At 40 % the chance that 40 new sessions all get the same version is below one in 10^8. */
const MANY = 40;
const SOME = 4;
const SETTINGS = canarySettings({
  CANARY_ENVIRONMENT: 'prod',
  CANARY_COMPONENTS: 'checkout:fo',
  CANARY_STALE_AFTER_MINUTES: '16',
});

let shop: LocalShop;
let served: Set<string>;
beforeEach(async () => {
  shop = await LocalShop.open();
  served = new Set();
});
afterEach(() => shop.close());

/** Remembers every document that sessions were given. */
function plane(): DataPlane {
  const aws = awsDataPlane(shop.data, 5_000);
  return {
    ...aws,
    poll: async (token) => {
      const poll = await aws.poll(token);
      if (poll.body !== '') served.add(poll.body);
      return poll;
    },
  };
}

async function run(memory: CanaryMemory = new Map()): Promise<string> {
  const watch = { settings: SETTINGS, plane: plane(), memory, nowMillis: () => shop.local.clock.now() };
  return verdictOn(await watchAll(watch), 'prod');
}

/** What the canaries of warm sandboxes and of cold ones say at one moment, without repetitions. */
async function verdicts(warm: readonly CanaryMemory[], cold = SOME): Promise<string[]> {
  const sandboxes = [...warm, ...Array.from({ length: cold }, (): CanaryMemory => new Map())];
  return [...new Set(await Promise.all(sandboxes.map(run)))];
}

const FINE = ['2 documents of prod are served as expected'];
const warmSandboxes = (): CanaryMemory[] => Array.from({ length: SOME }, () => new Map());

/** Version 1 everywhere, then version 2 grows: a flag and a key come, others go, the schema changes. */
async function releaseFirstVersion(): Promise<void> {
  await shop.deployAtOnce('flags', flagsDocument('kept', 'old'));
  await shop.deployAtOnce('operations', '{"kept":1,"old":{"limit":5}}');
}

test('watchAll() accepts a target before its first release, and every step of that release', async () => {
  const warm = warmSandboxes();
  for (let day = 0; day < 3; day++) {
    expect(await verdicts(warm)).toEqual(FINE);
    shop.passMinutes(24 * 60);
  }
  await verdicts(warm);
  const deployment = await shop.deploy('flags', flagsDocument('kept'));
  for (let minute = 0; minute <= 7; minute++) {
    expect([minute, await verdicts(warm)]).toEqual([minute, FINE]);
    shop.passMinutes(1);
  }
  expect(await shop.stateOf(deployment)).toBe('COMPLETE');
});

test('watchAll() accepts both versions at every step of a rollout, from growth to complete', async () => {
  await releaseFirstVersion();
  const warm = warmSandboxes();
  await verdicts(warm);
  for (const [profile, content] of [
    ['flags', flagsDocument('kept', 'new')],
    ['operations', '{"kept":"one","limits":[5]}'],
  ] as const) {
    const deployment = await shop.deploy(profile, content);
    const states = [];
    for (let minute = 0; minute <= 7; minute++) {
      served.clear();
      const said = await verdicts(warm, minute === 2 ? MANY : SOME);
      expect([profile, minute, said]).toEqual([profile, minute, FINE]);
      if (minute === 2) expect([...served].some((body) => body.includes('old'))).toBe(true);
      if (minute === 2) expect([...served].some((body) => /new|limits/.test(body))).toBe(true);
      states.push(await shop.stateOf(deployment));
      shop.passMinutes(1);
    }
    expect([...new Set(states)]).toEqual(['DEPLOYING', 'BAKING', 'COMPLETE']);
  }
});

test('watchAll() accepts a rollback in the middle of growth, and the long quiet after it', async () => {
  await releaseFirstVersion();
  const warm = warmSandboxes();
  await verdicts(warm);
  const deployment = await shop.deploy('flags', flagsDocument('kept', 'new'));
  for (let minute = 0; minute <= 24; minute++) {
    if (minute === 3) shop.local.setAlarm(SHOP_ALARM, 'ALARM');
    expect([minute, await verdicts(warm)]).toEqual([minute, FINE]);
    shop.passMinutes(1);
  }
  expect(await shop.stateOf(deployment)).toBe('ROLLED_BACK');
});

test('watchAll() says which documents have the wrong shape, each of them', async () => {
  await shop.deployAtOnce('flags', '{"version":"1"}');
  await shop.deployAtOnce('operations', '["kept"]');
  expect(await run()).toBe(
    [
      '2 of 2 documents of prod are not in order:',
      '  checkout/flags has no flag in it',
      '  checkout/operations is a list, expected an object',
    ].join('\n'),
  );
});

test('watchAll() calls an unknown application what it is, not a target before its first release', async () => {
  const settings = canarySettings({ CANARY_ENVIRONMENT: 'prod', CANARY_COMPONENTS: 'nobody:f' });
  const watch = { settings, plane: plane(), memory: new Map(), nowMillis: () => 0 };
  expect(verdictOn(await watchAll(watch), 'prod')).toMatch(
    /nobody\/flags cannot be read: ResourceNotFoundException/,
  );
});

test('watchAll() fails when the endpoint is gone', async () => {
  await releaseFirstVersion();
  await shop.local.close();
  expect(await run()).toMatch(
    /^2 of 2 documents .*\n {2}checkout\/flags cannot be read: .*\n {2}checkout\/operations cannot be read: /,
  );
});

test('watchAll() calls a session stale that is not told of a new version', async () => {
  await releaseFirstVersion();
  const memory: CanaryMemory = new Map();
  await run(memory);
  // The service forgets the session: it answers every poll with "you have the latest".
  const mute = { ...plane() };
  const deaf = {
    ...mute,
    poll: async (token: string) => (token.startsWith('held') ? SILENCE : mute.poll(token)),
  };
  for (const [key, known] of memory) {
    if (known.held) memory.set(key, { ...known, held: { ...known.held, token: 'held' } });
  }
  await shop.deployAtOnce('flags', flagsDocument('kept', 'new'));
  const watch = { settings: SETTINGS, plane: deaf, memory, nowMillis: () => shop.local.clock.now() };
  const said: string[] = [];
  for (let run = 0; run < 5; run++) {
    said.push(verdictOn(await watchAll(watch), 'prod'));
    shop.passMinutes(5);
  }
  expect(said.slice(0, 4)).toEqual(Array(4).fill(FINE[0]));
  expect(said[4]).toMatch(/^1 of 2 .*\n {2}checkout\/flags is stale: for 20 minutes/);
});

const SILENCE = { body: '', nextToken: 'held', nextPollSeconds: 60, versionLabel: undefined };
