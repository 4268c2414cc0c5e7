import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProject } from '../../../compiler/load-project';
import { type CommandResult, dynconf } from '../../builders/command-line';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const FILE = 'environments/temporary/feat-x.yaml';
const BASIS = ['--from', 'beta', '--owner', 'team-a'];
const LONG_AGO = 'extends: local\ntemporary: { owner: team-b, expires: 2020-01-01 }\n';

function environment(root: string, ...argv: readonly string[]): Promise<CommandResult> {
  return dynconf('environment', ...argv, '--root', root);
}

function expiresIn(root: string): number {
  const [, text = ''] = /expires: (\S+) /.exec(readFileSync(join(root, FILE), 'utf8')) ?? [];
  return (Date.parse(text) - Date.now()) / 3_600_000;
}

test('environment create writes a definition that is in order, and prints where', async () => {
  const root = writeProject(SMALL_PROJECT);
  const { exitCode, out } = await environment(root, 'create', 'feat-x', ...BASIS, '--hours', '72');
  expect({ exitCode, out }).toEqual({ exitCode: 0, out: `${FILE}\n` });
  expect(expiresIn(root)).toBeGreaterThan(71);
  expect(expiresIn(root)).toBeLessThan(73);
  const { project, diagnostics } = loadProject(root);
  expect(diagnostics).toEqual([]);
  expect(project?.environments.find(({ name }) => name === 'feat-x')).toMatchObject({
    account: '111111111111',
    temporary: { owner: 'team-a', from: 'beta' },
    alarms: [],
    strategies: { flags: { predefined: 'AppConfig.Linear50PercentEvery30Seconds' } },
  });
});

test.each([
  ['Feat', BASIS, 'Feat cannot be the name of a temporary environment'],
  ['a'.repeat(32), BASIS, 'a letter a-z, then up to 30'],
  ['../beta', BASIS, 'cannot be the name'],
  ['beta', BASIS, 'there is an environment beta already'],
  ['shared', BASIS, 'shared is reserved'],
  ['feat-x', ['--from', 'betta', '--owner', 'team-a'], 'did you mean beta?'],
  ['feat-x', ['--from', 'beta'], 'say --owner'],
  ['feat-x', ['--owner', 'team-a'], 'say --from'],
  ['feat-x', ['--from', 'beta', '--owner', 'Team A!'], 'owner is Team A!'],
  ['feat-x', [...BASIS, '--hours', '0'], '--hours is 0'],
  ['feat-x', [...BASIS, '--hours', '1.5'], '--hours is 1.5'],
  ['feat-x', [...BASIS, '--regions', 'us-esat-1'], 'did you mean us-east-1?'],
] as const)('environment create %s %j writes nothing: %s', async (name, options, message) => {
  const root = writeProject(SMALL_PROJECT);
  const { exitCode, err } = await environment(root, 'create', name, ...options);
  expect(err).toContain(message);
  expect(exitCode).toBe(2);
  expect(readdirSync(join(root, 'environments')).sort()).toEqual(['beta.yaml', 'local.yaml']);
});

test('environment create refuses a name whose application would be a component', async () => {
  const root = writeProject({
    ...SMALL_PROJECT,
    'opconfig/checkout-feat-x.yaml': 'owner: team-a\ndefault: { a: 1 }\n',
  });
  const { exitCode, err } = await environment(root, 'create', 'feat-x', ...BASIS);
  expect(err).toContain('checkout-feat-x');
  expect(exitCode).toBe(2);
  expect(existsSync(join(root, FILE))).toBe(false);
});

test('environment create overwrites nothing, and takes nothing from what is temporary', async () => {
  const root = writeProject({ ...SMALL_PROJECT, [FILE]: LONG_AGO });
  expect((await environment(root, 'create', 'feat-x', ...BASIS)).err).toContain('is there already');
  const again = await environment(root, 'create', 'feat-y', '--from', 'feat-x', '--owner', 'team-a');
  expect(again).toMatchObject({ exitCode: 2, err: expect.stringContaining('is temporary itself') });
  expect(readFileSync(join(root, FILE), 'utf8')).toBe(LONG_AGO);
});

test('environment extend adds hours and keeps what people wrote', async () => {
  const root = writeProject({ ...SMALL_PROJECT, [FILE]: `# mine\n${LONG_AGO}` });
  const { exitCode } = await environment(root, 'extend', 'feat-x', '--hours', '24');
  expect(exitCode).toBe(0);
  expect(readFileSync(join(root, FILE), 'utf8')).toMatch(
    /^# mine\nextends: local\ntemporary: \{ owner: team-b, /,
  );
  expect(Math.abs(expiresIn(root) - 24)).toBeLessThan(1);
});

test('environment extend refuses what is not temporary', async () => {
  const root = writeProject({ ...SMALL_PROJECT, [FILE]: LONG_AGO });
  expect((await environment(root, 'extend', 'beta', '--hours', '24')).err).toContain('beta is not temporary');
  expect((await environment(root, 'extend', 'feat-y', '--hours', '24')).err).toContain(
    'did you mean feat-x?',
  );
  expect((await environment(root, 'extend', 'feat-x')).exitCode).toBe(2);
});

test('environment list says whose they are and when they go, the first to go first', async () => {
  const later = 'extends: beta\ntemporary: { owner: team-a, expires: 2099-01-01T12:00:00Z }\n';
  const root = writeProject({ ...SMALL_PROJECT, 'environments/temporary/a.yaml': later, [FILE]: LONG_AGO });
  const text = await environment(root, 'list');
  expect(text.out).toMatch(
    /^feat-x {2}from local {2}team-b {2}2020-01-01 {12}expired\na {7}from beta {3}team-a {2}2099-01-01T12:00:00Z {2}\d+ days left\n$/,
  );
  const json = await environment(root, 'list', '--format', 'json');
  expect(JSON.parse(json.out)).toEqual({
    environments: [
      {
        name: 'feat-x',
        from: 'local',
        owner: 'team-b',
        account: '000000000000',
        regions: ['us-east-1'],
        expires: '2020-01-01',
        isExpired: true,
      },
      {
        name: 'a',
        from: 'beta',
        owner: 'team-a',
        account: '111111111111',
        regions: ['us-east-1', 'eu-west-1'],
        expires: '2099-01-01T12:00:00Z',
        isExpired: false,
      },
    ],
  });
});

test('environment list writes the AWS profiles that the schedule removes with, none for local ones', async () => {
  const other = 'extends: beta\ntemporary: { owner: team-a, expires: 2099-01-01 }\n';
  const root = writeProject({ ...SMALL_PROJECT, 'environments/temporary/a.yaml': other, [FILE]: LONG_AGO });
  expect((await environment(root, 'list', '--format', 'aws-config')).out).toBe(
    [
      '[profile dynconf-remove-a]',
      'credential_source = EcsContainer',
      'role_arn = arn:aws:iam::111111111111:role/dynconf-remove-a',
      'external_id = dynconf:dynconf-remove-a',
      '\n',
    ].join('\n'),
  );
});

test('environment expire tells nobody anything while nothing ends, and leaves local ones to their machines', async () => {
  const later = 'extends: beta\ntemporary: { owner: team-a, expires: 2099-01-01 }\n';
  const root = writeProject({ ...SMALL_PROJECT, 'environments/temporary/a.yaml': later, [FILE]: LONG_AGO });
  const { exitCode, out } = await environment(root, 'expire', '--profiles', 'dynconf-');
  expect({ exitCode, out }).toEqual({ exitCode: 0, out: '' });
});

test('environment expire gives notice of what ends soon', async () => {
  const root = writeProject(SMALL_PROJECT);
  await environment(root, 'create', 'feat-x', ...BASIS, '--hours', '20');
  const { exitCode, out } = await environment(root, 'expire', '--notice-hours', '21', '--every-hours', '3');
  expect(out).toMatch(/^feat-x \(team-a\) expires at \S+, in 20 h: `npx dynconf environment extend feat-x/);
  expect(exitCode).toBe(0);
  expect((await environment(root, 'expire', '--notice-hours', '48')).out).toBe('');
});
