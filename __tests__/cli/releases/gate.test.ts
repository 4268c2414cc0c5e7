import { envOf, putAlarm } from '../../builders/local-alarms';
import { aLocalAppConfig, closeLocalAppConfigs, type TestAppConfig } from '../../builders/a-local-app-config';
import { type CommandResult, dynconfWith } from '../../builders/command-line';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const WATCHED = [
  'waves:',
  '  - { name: first, regions: [eu-west-1], bake-minutes: 5 }',
  '  - { name: second, regions: [us-east-1, us-west-2], bake-minutes: 5 }',
  'alarms:',
  '  - name: faults',
  '    metric: { namespace: Shop, name: Faults, statistic: Sum, period-seconds: 60 }',
  '    compare: above',
  '    threshold: 5',
  '    periods: 1',
  '',
].join('\n');
const root = writeProject({ ...SMALL_PROJECT, 'environments/local.yaml': WATCHED });

let appConfig: TestAppConfig;
beforeEach(async () => (appConfig = await aLocalAppConfig()));
afterEach(closeLocalAppConfigs);

function gate(...argv: readonly string[]): Promise<CommandResult> {
  return dynconfWith({ env: envOf(appConfig) }, 'gate', '--root', root, ...argv);
}

test('gate says that a release may start', async () => {
  const { exitCode, out, err } = await gate('local');
  expect({ exitCode, out }).toEqual({ exitCode: 0, out: '' });
  expect(err).toContain('a release may start in local (eu-west-1, us-east-1, us-west-2)\n');
});

test('gate refuses with exit code 3, reason and fix on stderr', async () => {
  await putAlarm(appConfig, 'local-us-west-2-health', 'ALARM');
  const { exitCode, out, err } = await gate('local');
  expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' });
  expect(err).toContain(
    'the alarm local-us-west-2-health in us-west-2 is in ALARM since 2026-01-01 00:00 UTC',
  );
  expect(err).toContain('    fix: find out what is wrong in local/us-west-2');
});

test('gate asks for a wave or for regions only', async () => {
  await putAlarm(appConfig, 'local-us-west-2-health', 'ALARM');
  expect((await gate('local', '--wave', 'first')).exitCode).toBe(0);
  expect((await gate('local', '--wave', 'second')).exitCode).toBe(3);
  expect((await gate('local', '--regions', 'eu-west-1, us-east-1')).exitCode).toBe(0);
  expect((await gate('local', '--regions', 'us-west-2')).exitCode).toBe(3);
});

test('gate prints the verdict as JSON on stdout', async () => {
  await putAlarm(appConfig, 'local-eu-west-1-health', 'INSUFFICIENT_DATA');
  const { exitCode, out } = await gate('local', '--format', 'json');
  expect(exitCode).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    environment: 'local',
    at: '2026-01-01T00:00:00.000Z',
    isOpen: false,
    reasons: [{ type: 'health', state: 'INSUFFICIENT_DATA', alarm: { region: 'eu-west-1' } }],
  });
});

test.each([
  { argv: ['locl'], says: 'there is no environment locl; did you mean local?' },
  { argv: ['local', '--wave', 'frist'], says: 'there is no wave frist; did you mean first?' },
  { argv: ['local', '--before', 'secnd'], says: 'there is no wave secnd; did you mean second?' },
  {
    argv: ['local', '--regions', 'eu-west-3'],
    says: 'there is no region eu-west-3; did you mean eu-west-1?',
  },
  {
    argv: ['local', '--regions', ','],
    says: '--regions is empty; the regions are eu-west-1, us-east-1, us-west-2',
  },
  { argv: ['local', '--wave', 'first', '--regions', 'eu-west-1'], says: 'say --wave or --regions, not both' },
  {
    argv: ['local', '--kind', 'canary'],
    says: '--kind is canary, foundation, flags, operations are possible',
  },
  { argv: ['local', '--format', 'yaml'], says: '--format is yaml, text, json are possible' },
])('gate $argv is wrong usage', async ({ argv, says }) => {
  const { exitCode, err } = await gate(...argv);
  expect(exitCode).toBe(2);
  expect(err).toContain(says);
});
