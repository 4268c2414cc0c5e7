import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveryPlan } from '../../../delivery/pipeline/delivery-plan';
import type { OrderedStack } from '../../../delivery/stack-order';
import { dynconf } from '../../builders/command-line';
import { WHOLE_SHOP } from '../../builders/whole-shop';
import { writeProject } from '../../builders/write-project';

const SHOP = writeProject(WHOLE_SHOP);

test('pipeline prints the stages of a shop as text', async () => {
  const { exitCode, out } = await dynconf('pipeline', '--root', SHOP);
  expect(exitCode).toBe(0);
  const stages = out.split('\n').filter((line) => /^\w/.test(line));
  expect(stages.map((line) => line.split(' ')[0])).toEqual([
    'Source',
    'Build',
    'Sign',
    'Beta',
    'Gamma',
    'Prod-Approval',
    'Prod-Gate',
    'Prod-First',
    'Prod-Second-Gate',
    'Prod-Second',
    'Prod-Rest-Gate',
    'Prod-Rest',
    // The pipeline of the pipelines.
    'Source',
    'Build',
    'Sign',
    'Plan',
    'Approval',
    'Apply',
  ]);
});

test('pipeline prints the plan for programs', async () => {
  const { exitCode, out } = await dynconf('pipeline', '--root', SHOP, '--format', 'json');
  expect(exitCode).toBe(0);
  expect((JSON.parse(out) as DeliveryPlan).stages).toHaveLength(12);
});

test('pipeline shows what a person types to run tests, and what the file has them run today', async () => {
  const { out } = await dynconf('pipeline', '--root', SHOP);
  expect(out).toContain(
    [
      '  6  integration-us-east-1  (at most 16 min)',
      '       npx dynconf test run integration beta/us-east-1',
      '         npm run x',
    ].join('\n'),
  );
  const json = await dynconf('pipeline', '--root', SHOP, '--format', 'json');
  const { stages } = JSON.parse(json.out) as DeliveryPlan;
  const tests = stages.flatMap(({ actions }) => actions.filter(({ kind }) => kind === 'dast'));
  expect(tests.map(({ commands, runs }) => [commands, runs])).toContainEqual([
    ['npx dynconf test run dast gamma/eu-west-1'],
    ['npm run x'],
  ]);
});

test('pipeline tells programs which stacks have to be applied before which, and what waits for their rollouts', async () => {
  const { out } = await dynconf('pipeline', '--root', SHOP, '--format', 'json');
  const { stacks } = JSON.parse(out) as { stacks: OrderedStack[] };
  expect(stacks.find(({ stack }) => stack === 'gamma-eu-west-1-flags')).toMatchObject({
    kind: 'flags',
    environment: 'gamma',
    account: '222222222222',
    after: ['gamma-eu-west-1-foundation'],
    await: 'npx dynconf await gamma-eu-west-1-flags',
  });
});

test('pipeline draws a diagram', async () => {
  const { out } = await dynconf('pipeline', '--root', SHOP, '--format', 'mermaid');
  expect(out).toMatch(/^flowchart LR\n/);
});

test('pipeline refuses a format that it does not know', async () => {
  const { exitCode, out, err } = await dynconf('pipeline', '--root', SHOP, '--format', 'xml');
  expect({ exitCode, out, err }).toEqual({
    exitCode: 2,
    out: '',
    err: '--format is xml, text, mermaid, json are possible\n',
  });
});

test('pipeline plans without tools.yaml, and says that nothing is synthesized of it', async () => {
  const root = writeProject(WHOLE_SHOP);
  rmSync(join(root, 'environments', 'tools.yaml'));
  const { exitCode, err } = await dynconf('pipeline', '--root', root);
  expect(exitCode).toBe(0);
  expect(err).toBe('without environments/tools.yaml this is only printed: no pipeline is synthesized\n');
});

const INSTEAD =
  'write `backend: { type: s3, bucket: <bucket>, region: <region> }`, `npx dynconf bootstrap` makes the bucket, or `{ type: cloud, organization: <organization> }` and a token (docs/pipelines.md, "Where states are")\n';

test.each(['pipeline', 'bootstrap'])(
  '%s says beside its output that CodeBuild has no states that lie on a machine',
  async (command) => {
    const { exitCode, out, err } = await dynconf(command, '--root', SHOP, '--format', 'json');
    expect(exitCode).toBe(0);
    expect(typeof JSON.parse(out)).toBe('object');
    expect(err).toBe(
      'CodeBuild cannot release beta, gamma, prod: with `backend: { type: local }` states are on this machine; ' +
        INSTEAD +
        'CodeBuild cannot change pipelines and roles: the states of environments/tools.yaml are on this machine; ' +
        INSTEAD,
    );
  },
);

test('pipeline says nothing of states that every build finds', async () => {
  const S3 = 'backend: { type: s3, bucket: states, region: us-east-1 }\n';
  const CLOUD = 'backend: { type: cloud, organization: shop }\n';
  const tools = `${String(WHOLE_SHOP['environments/tools.yaml'])}${S3}`;
  const base = `${String(WHOLE_SHOP['environments/_base.yaml'])}${CLOUD}`;
  const shop = { ...WHOLE_SHOP, 'environments/tools.yaml': tools, 'environments/_base.yaml': base };
  const { exitCode, err } = await dynconf('pipeline', '--root', writeProject(shop));
  expect([exitCode, err]).toEqual([0, '']);
});

test('pipeline says that no build can log in at a host with a port', async () => {
  const CLOUD = 'backend: { type: cloud, organization: shop, hostname: "tfe.shop.example:8443" }\n';
  const files = ['environments/tools.yaml', 'environments/_base.yaml'].map(
    (file) => [file, `${String(WHOLE_SHOP[file])}${CLOUD}`] as const,
  );
  const root = writeProject({ ...WHOLE_SHOP, ...Object.fromEntries(files) });
  const { exitCode, err } = await dynconf('pipeline', '--root', root);
  expect([exitCode, err]).toEqual([
    0,
    'CodeBuild cannot log in at tfe.shop.example:8443: Terraform finds no token of a host with a port in a variable; name a host that answers at 443\n',
  ]);
});

test('pipeline says that there is nothing to release yet', async () => {
  const root = writeProject({ 'environments/local.yaml': 'regions: [us-east-1]\n' });
  const { exitCode, out, err } = await dynconf('pipeline', '--root', root);
  expect(exitCode).toBe(0);
  expect(out).toContain('\n# releases nothing yet\n');
  expect(err).toContain('there are no flags and settings yet: write flags/<component>/<key>.yaml');
});
