import { CreateApplicationCommand, CreateEnvironmentCommand } from '@aws-sdk/client-appconfig';
import { run } from '../../../cli/dynconf';
import {
  aDeployment,
  aLocalAppConfig,
  aMonitor,
  aProfile,
  closeLocalAppConfigs,
  type TestAppConfig,
} from '../../builders/a-local-app-config';
import { type CommandResult, dynconfWith } from '../../builders/command-line';
import { envOf, putAlarm } from '../../builders/local-alarms';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const MONITOR = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:checkout-local-us-east-1-faults';
const root = writeProject({
  ...SMALL_PROJECT,
  'environments/local.yaml': [
    'waves: [{ name: only, regions: [us-east-1], bake-minutes: 5 }]',
    'alarms:',
    '  - name: faults',
    '    metric: { namespace: Shop, name: Faults, statistic: Sum, period-seconds: 60 }',
    '    compare: above',
    '    threshold: 5',
    '    periods: 1',
    '',
  ].join('\n'),
});

let appConfig: TestAppConfig;
beforeEach(async () => (appConfig = await aLocalAppConfig()));
afterEach(closeLocalAppConfigs);

function bake(...argv: readonly string[]): Promise<CommandResult> {
  return dynconfWith({ env: envOf(appConfig) }, 'bake', '--root', root, ...argv);
}

/** `checkout` of `local`, whose operations are complete now. */
async function release(): Promise<void> {
  const { control } = appConfig;
  const { Id: ApplicationId = '' } = await control.send(new CreateApplicationCommand({ Name: 'checkout' }));
  const Monitors = [aMonitor(MONITOR)];
  const made = await control.send(new CreateEnvironmentCommand({ ApplicationId, Name: 'local', Monitors }));
  const ConfigurationProfileId = await aProfile(control, ApplicationId);
  const ids = { ApplicationId, EnvironmentId: made.Id ?? '', ConfigurationProfileId };
  await aDeployment(control, ids, { content: { 'log-level': 'info' } });
}

/** Does something as soon as the command says that it is watching. */
async function onceWatching(act: () => void, signal = new AbortController().signal) {
  let err = '';
  const io = {
    out: () => undefined,
    err: (text: string) => {
      err += text;
      if (text.includes('min left')) act();
    },
    env: envOf(appConfig),
    color: false,
    width: 100,
    signal,
  };
  return { exitCode: await run(['bake', 'local', 'only', '--root', root], io), err };
}

test('bake waits until the time is over, by the clock of the local AppConfig', async () => {
  await release();
  const { exitCode, err } = await onceWatching(() => appConfig.clock.advance(300));
  expect(exitCode).toBe(0);
  expect(err).toContain('bake    local only (us-east-1) until 2026-01-01 00:05 UTC, 5 min left\n');
  expect(err).toMatch(/local only \(us-east-1\) is well\n {2}nothing went off in 5 minutes\n$/);
});

test('bake fails with exit code 4 when the health goes off, and names alarm and region', async () => {
  await release();
  await putAlarm(appConfig, MONITOR, 'ALARM');
  const { exitCode, err } = await bake('local', 'only');
  expect(exitCode).toBe(4);
  expect(err).toContain('local only (us-east-1) is not well: no later wave may start\n');
  expect(err).toContain(
    '  the alarm local-us-east-1-health in us-east-1 is in ALARM since 2026-01-01 00:00 UTC',
  );
});

test('bake fails as long as nothing else is complete there, although all is well again', async () => {
  await release();
  appConfig.clock.advance(60);
  await putAlarm(appConfig, MONITOR, 'ALARM');
  appConfig.clock.advance(60);
  await putAlarm(appConfig, MONITOR, 'OK');
  appConfig.clock.advance(3600);
  const { exitCode, err } = await bake('local', 'only', '--since', '2026-01-01T01:00:00Z');
  expect(exitCode).toBe(4);
  expect(err).toBe(
    [
      'local only (us-east-1) is not well: no later wave may start',
      '  the alarm local-us-east-1-health in us-east-1 was in ALARM from 2026-01-01 00:01 UTC to 2026-01-01 00:02 UTC, ' +
        'in the bake from 2026-01-01 00:00 UTC to 2026-01-01 00:05 UTC: checkout-local-us-east-1-faults in ALARM',
      '  fix: commit a change or a revert of what is served there, or say that it is good: ' +
        '`npx dynconf redeploy <stack> --reason "…"`; a new bake counts after that',
      '',
    ].join('\n'),
  );
});

test('bake skips a wave to which this release deployed nothing, and which has baked', async () => {
  await release();
  appConfig.clock.advance(300);
  const { exitCode, out } = await bake(
    'local',
    'only',
    '--since',
    '2026-01-01T01:00:01+01:00',
    '--format',
    'json',
  );
  expect(exitCode).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    outcome: 'skipped',
    messages: [
      'nothing was deployed there since 2026-01-01T00:00:01.000Z',
      'what is served there since 2026-01-01T00:00:00.000Z has baked: nothing went off in 5 minutes',
    ],
  });
});

test('bake is told by DYNCONF_SINCE when the release began', async () => {
  await release();
  appConfig.clock.advance(300);
  const env = { ...envOf(appConfig), DYNCONF_SINCE: '2026-01-01T00:00:01Z' };
  const words = ['bake', 'local', 'only', '--root', root];
  const { exitCode, out } = await dynconfWith({ env }, ...words, '--format', 'json');
  expect(exitCode).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ outcome: 'skipped' });
  const wrong = await dynconfWith({ env: { ...env, DYNCONF_SINCE: 'now' } }, ...words);
  expect(wrong).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('--since is now, an instant') as string,
  });
});

test.each([
  { argv: ['lokal', 'only'], says: 'there is no environment lokal; did you mean local?' },
  { argv: ['local', 'onyl'], says: 'there is no wave onyl; did you mean only?' },
  {
    argv: ['local', 'only', '--workload', 'x'],
    says: 'there is no workload x: environments/tools.yaml does not split the components',
  },
  {
    argv: ['local', 'only', '--since', '2026-01-01 10:00'],
    says: '--since is 2026-01-01 10:00, an instant such as 2026-11-21T15:03:00Z is possible',
  },
])('bake $argv is wrong usage', async ({ argv, says }) => {
  const { exitCode, err } = await bake(...argv);
  expect(exitCode).toBe(2);
  expect(err).toContain(says);
});

test('bake that is interrupted says what that means, and ends with 130', async () => {
  await release();
  const interrupt = new AbortController();
  const { exitCode, err } = await onceWatching(() => interrupt.abort(), interrupt.signal);
  expect(err).toContain(
    '\ninterrupted: the wave is not called well; `npx dynconf bake local only` counts on',
  );
  expect(exitCode).toBe(130);
});

test('bake ends with a sentence when nobody answers', async () => {
  await appConfig.close();
  const { exitCode, err } = await bake('local', 'only');
  expect(exitCode).toBe(2);
  expect(err).toMatch(/^AppConfig in us-east-1 of account 000000000000 cannot be asked: .*dynconf serve/);
});
