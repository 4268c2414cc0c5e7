import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveryPlan } from '../../delivery/delivery-plan';
import type { OrderedStack } from '../../delivery/stack-order';
import { dynconf } from '../builders/command-line';
import { WHOLE_SHOP } from '../builders/whole-shop';
import { writeProject } from '../builders/write-project';

const SHOP = writeProject(WHOLE_SHOP);

test('pipeline prints the stages of a shop as text', async () => {
  const { exitCode, out, err } = await dynconf('pipeline', '--root', SHOP);
  expect(exitCode).toBe(0);
  expect(err).toBe('');
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
  expect(err).toContain('there is no environments/tools.yaml');
});
