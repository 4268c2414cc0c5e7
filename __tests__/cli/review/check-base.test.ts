import { aRepository, type Repository } from '../../builders/a-repository';
import { dynconf, dynconfWith } from '../../builders/command-line';
import { SMALL_PROJECT } from '../../builders/write-project';

const CHECKOUT = 'opconfig/checkout.yaml';
const SCHEMA =
  'owner: team-a\nschema:\n  properties: { log-level: { enum: [error] } }\ndefault: { log-level: error }\n';

/** The small project, committed; what a test changes is in the folder only. */
function aShop(): Repository {
  const repository = aRepository(SMALL_PROJECT);
  repository.commit();
  return repository;
}

async function checkAsJson(repository: Repository, ...more: readonly string[]) {
  const { exitCode, out, err } = await dynconf(
    'check',
    '--root',
    repository.folder,
    '--format',
    'json',
    ...more,
  );
  return { exitCode, err, ...(JSON.parse(out) as { diagnostics: readonly object[]; errors: number }) };
}

test('check --base refuses what the served documents break, at its place in the file of now', async () => {
  const shop = aShop();
  shop.write({ [CHECKOUT]: SCHEMA });
  expect(await checkAsJson(shop)).toMatchObject({ exitCode: 0, errors: 0 });
  expect(await checkAsJson(shop, '--base', 'main')).toMatchObject({
    exitCode: 1,
    errors: 1,
    diagnostics: [{ code: 'SCHEMA_REFUSES_SERVED', severity: 'error', file: CHECKOUT, line: 3, column: 30 }],
  });
});

test('check --base shows the line, and says how to stage it', async () => {
  const shop = aShop();
  shop.write({ [CHECKOUT]: SCHEMA });
  const { out } = await dynconf('check', '--root', shop.folder, '--base', 'HEAD');
  expect(out).toContain('opconfig/checkout.yaml:3:30  error  SCHEMA_REFUSES_SERVED');
  expect(out).toContain('log-level is "info"');
  expect(out).toContain('narrow the schema in the one after');
});

test('check --base is silent about what can be side by side', async () => {
  const shop = aShop();
  shop.write({ [CHECKOUT]: 'owner: team-a\ndefault: { log-level: error, more: 5 }\n' });
  expect(await checkAsJson(shop, '--base', 'main')).toMatchObject({ exitCode: 0, err: '', diagnostics: [] });
});

test('check --base finds a flag that is gone, in every format', async () => {
  const shop = aShop();
  shop.remove('flags');
  for (const format of ['text', 'json', 'sarif', 'github']) {
    const { exitCode, out } = await dynconf(
      'check',
      '--root',
      shop.folder,
      '--base',
      'main',
      '--format',
      format,
    );
    expect([format, exitCode, out.includes('FLAG_REMOVED')]).toEqual([format, 1, true]);
  }
});

test('check --base makes warnings errors with --strict', async () => {
  const flag = (attribute: string, value: number): string =>
    `description: Pay\nowner: team-a\nlifecycle: permanent\nattributes: { a: ${attribute} }\ndefault: { enabled: true, a: ${value} }\n`;
  const shop = aRepository({
    ...SMALL_PROJECT,
    'flags/checkout/pay.yaml': flag('{ type: number, maximum: 5 }', 5),
  });
  shop.commit();
  shop.write({ 'flags/checkout/pay.yaml': flag('{ type: number, maximum: 6 }', 6) });
  const code = 'ATTRIBUTE_BEYOND_PREVIOUS';
  expect(await checkAsJson(shop, '--base', 'main')).toMatchObject({ exitCode: 0, diagnostics: [{ code }] });
  expect(await checkAsJson(shop, '--base', 'main', '--strict')).toMatchObject({
    exitCode: 1,
    diagnostics: [{ code }],
  });
});

test('check --base does not take what others have merged since for a removal', async () => {
  const shop = aShop();
  const first = shop.git('rev-parse', 'HEAD');
  shop.write({ 'flags/checkout/more.yaml': String(SMALL_PROJECT['flags/checkout/pay.yaml']) });
  shop.commit();
  shop.git('switch', '--quiet', '--create', 'feature', first);
  expect(await checkAsJson(shop, '--base', 'main')).toMatchObject({
    exitCode: 1,
    diagnostics: [{ code: 'FLAG_REMOVED' }],
  });
  shop.commit();
  expect(await checkAsJson(shop, '--base', 'main')).toMatchObject({ exitCode: 0, err: '', diagnostics: [] });
});

test('check --base says that it compares nothing while there are mistakes', async () => {
  const shop = aShop();
  shop.write({ [CHECKOUT]: 'owner: 5\n' });
  const { exitCode, err, errors } = await checkAsJson(shop, '--base', 'main');
  expect({ exitCode, err }).toEqual({
    exitCode: 1,
    err: 'nothing is compared with main until the mistakes are corrected\n',
  });
  expect(errors).toBeGreaterThan(0);
});

test('check --base says what of the base it cannot compare', async () => {
  const shop = aRepository({ ...SMALL_PROJECT, [CHECKOUT]: 'owner: 5\n' });
  shop.commit();
  shop.write({ [CHECKOUT]: SCHEMA });
  expect(await checkAsJson(shop, '--base', 'main')).toMatchObject({
    exitCode: 0,
    err: 'opconfig/checkout.yaml has mistakes in main: it is not compared\n',
    diagnostics: [],
  });
});

test('check --base is wrong usage with a revision that there is not', async () => {
  const { exitCode, out, err } = await dynconf('check', '--root', aShop().folder, '--base', 'mian');
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  expect(err).toBe('git knows no revision "mian": it is a branch, a tag or a commit of this repository\n');
});

test('check --base ends at once when it is interrupted', async () => {
  const interrupted = { signal: AbortSignal.abort() };
  const { exitCode, out } = await dynconfWith(
    interrupted,
    'check',
    '--root',
    aShop().folder,
    '--base',
    'main',
  );
  expect({ exitCode, out }).toEqual({ exitCode: 130, out: '' });
});

test('check --base says that what is applied in an environment or region that is gone stays in AWS', async () => {
  const environment = (account: number, regions: string): string =>
    `account: "${String(account).repeat(12)}"\nregions: [${regions}]\n`;
  const shop = aRepository({
    ...SMALL_PROJECT,
    'environments/uat.yaml': environment(4, 'us-east-1'),
    'environments/live.yaml': environment(5, 'us-east-1, eu-west-1'),
  });
  shop.commit();
  shop.remove('environments/uat.yaml');
  shop.remove('environments/local.yaml');
  shop.write({ 'environments/live.yaml': environment(5, 'us-east-1') });
  expect(await checkAsJson(shop, '--base', 'main')).toMatchObject({
    exitCode: 0,
    diagnostics: [],
    err: 'live/eu-west-1, uat are gone: what is applied there stays in AWS and is served on, destroy it before this is merged (docs/temporary-environments.md#a-lasting-environment)\n',
  });
});
