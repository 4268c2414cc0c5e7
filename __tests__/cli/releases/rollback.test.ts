import { run } from '../../../cli/dynconf';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { ReleasedShop, RELEASED_SHOP } from '../../builders/released-shop';
import { writeProject } from '../../builders/write-project';

const FILES = {
  ...Object.fromEntries(Object.entries(RELEASED_SHOP).filter(([file]) => !file.includes('prod'))),
  'flags/search/rank.yaml':
    'description: Rank\nowner: team-b\nlifecycle: permanent\ndefault: { enabled: true }\n',
  'environments/local.yaml': 'account: "333333333333"\nregions: [us-east-1, us-west-2]\n',
};
const OFF = { version: '1', flags: { pay: { name: 'pay' } }, values: { pay: { enabled: false } } };

let shop: ReleasedShop;
beforeEach(async () => {
  shop = await ReleasedShop.open(FILES);
});
afterEach(async () => {
  shop.close();
  await closeLocalAppConfigs();
});

async function rollback(...argv: readonly string[]) {
  return rollbackAt(shop.appConfig.url, ...argv);
}

async function rollbackAt(url: string, ...argv: readonly string[]) {
  let [out, err] = ['', ''];
  const exitCode = await run(
    ['rollback', ...argv, '--root', writeProject(FILES), '--cdktf-out', '/nowhere'],
    {
      out: (text) => (out += text),
      err: (text) => (err += text),
      env: { DYNCONF_APPCONFIG_ENDPOINT: url },
      color: false,
      width: 100,
      signal: new AbortController().signal,
    },
  );
  return { exitCode, out, err };
}

test('dynconf rollback takes back a document in every region, and says what is served and what to do', async () => {
  for (const region of ['us-east-1', 'us-west-2']) {
    await shop.deploy(region, { value: OFF });
    await shop.deploy(region);
  }
  const { exitCode, out, err } = await rollback(
    'checkout',
    '--in',
    'local',
    '--profile',
    'flags',
    '--reason',
    'no',
  );
  expect(exitCode).toBe(0);
  expect(err).toBe(
    [
      'done    checkout flags in local/us-east-1: deployment 2 of version 2 is REVERTED',
      'done    checkout flags in local/us-west-2: deployment 2 of version 2 is REVERTED',
      '        served now:',
      'the trunk still holds this document of checkout flags: its next release is refused until it changes.',
      'Revert the commit, or call it good with `npx dynconf redeploy <stack> --reason "…"`.',
      '',
    ].join('\n'),
  );
  expect(out).toBe(
    '  local/us-east-1  checkout flags  pay  off\n  local/us-west-2  checkout flags  pay  off\n',
  );
});

test('dynconf rollback exits 1 where there is nothing to take back', async () => {
  await shop.deployBad('us-east-1', { component: 'search' });
  const { exitCode, err } = await rollback('search', '--in', 'local/us-east-1', '--reason', 'no');
  expect(exitCode).toBe(1);
  expect(err).toBe(
    'nothing search flags in local/us-east-1: deployment 1 of version 1 is ROLLED_BACK already\n',
  );
});

test.each([
  [['checkout', '--in', 'local'], 'say why it is taken back: --reason "…"\n'],
  [
    ['checkout', '--reason', 'x', '--profile', 'flags'],
    'say where: --in <environment> or --in <environment>/<region>\n',
  ],
  [
    ['checkout', '--reason', 'x', '--in', 'local'],
    'say which: checkout has --profile flags and --profile operations\n',
  ],
  [
    ['search', '--reason', 'x', '--in', 'local', '--profile', 'operations'],
    '--profile is operations: search has --profile flags\n',
  ],
  [['chekout', '--reason', 'x', '--in', 'local'], 'there is no component chekout; did you mean checkout?\n'],
  [['search', '--reason', 'x', '--in', 'locale'], 'there is no environment locale; did you mean local?\n'],
])('dynconf rollback %j exits 2 and says what is missing', async (argv, expected) => {
  expect(await rollback(...argv)).toEqual({ exitCode: 2, out: '', err: expected });
});

test('dynconf rollback in the middle of the waves is done: later ones have nothing to take back', async () => {
  await shop.deploy('us-west-2', { value: OFF });
  await shop.deploy('us-west-2');
  const { exitCode, err } = await rollback(
    ...['checkout', '--in', 'local', '--profile', 'flags', '--reason', 'no'],
  );
  expect(exitCode).toBe(0);
  expect(err).toContain('done    checkout flags in local/us-west-2: deployment 2 of version 2 is REVERTED\n');
  expect(err).toContain('nothing checkout flags in local/us-east-1: nothing was ever deployed there\n');
});

test('dynconf rollback exits 1 where there is nothing to take back', async () => {
  expect(await rollback('search', '--reason', 'x', '--in', 'local/us-east-1')).toEqual({
    exitCode: 1,
    out: '',
    err: 'nothing search flags in local/us-east-1: nothing was ever deployed there\n',
  });
});

test('dynconf rollback says which regions it could not reach', async () => {
  const argv = ['checkout', '--in', 'local', '--profile', 'flags', '--reason', 'no'];
  const { exitCode, err } = await rollbackAt('http://127.0.0.1:1', ...argv);
  expect(exitCode).not.toBe(0);
  expect(err).toMatch(/^local\/us-east-1: .*ECONNREFUSED.*\nlocal\/us-west-2: .*ECONNREFUSED.*\n$/);
});
