import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stackOrder } from '../../delivery/stack-order';
import { anEnvironment, aWave } from '../builders/environment';
import { aComponent, aProject, aTools } from '../builders/project';
import { withSynthesized } from '../builders/synth';

const S3 = { type: 's3', bucket: 'states', region: 'us-east-1' } as const;
const project = aProject({
  environments: [
    anEnvironment({ name: 'local' }),
    anEnvironment({ backend: S3 }),
    anEnvironment({
      name: 'prod',
      account: '333333333333',
      after: 'beta',
      waves: [aWave({ name: 'first' }), aWave({ name: 'rest', regions: ['eu-west-1', 'us-west-2'] })],
      backend: { type: 'cloud', organization: 'shop', project: 'flags' },
    }),
  ],
  tools: aTools({ backend: S3 }),
});

test('stackOrder() names every stack that is written, and no other', () => {
  withSynthesized(project, ({ outdir }) => {
    const names = stackOrder(project).map(({ stack }) => stack);
    expect([...names].sort()).toEqual(readdirSync(join(outdir, 'stacks')).sort());
    expect(new Set(names).size).toBe(names.length);
  });
});

test('stackOrder() knows the stacks of workloads, and lets a wave wait for all of them', () => {
  const components = ['checkout', 'search'].map((name) => aComponent({ name }));
  const workloads = { buying: ['checkout'], finding: ['search'] };
  const environments = [anEnvironment(), anEnvironment({ name: 'gamma', after: 'beta' })];
  const split = aProject({ components, environments, tools: aTools({ workloads }) });
  const after = (name: string) => stackOrder(split).find(({ stack }) => stack === name)?.after;
  expect(after('beta-us-east-1-buying-flags')).toEqual(['beta-us-east-1-foundation']);
  expect(after('beta-us-east-1-buying-operations')).toEqual(['beta-us-east-1-buying-flags']);
  expect(after('gamma-us-east-1-foundation')).toEqual([
    'access-gamma',
    'beta-us-east-1-buying-operations',
    'beta-us-east-1-finding-operations',
  ]);
  withSynthesized(split, ({ outdir }) => {
    const written = readdirSync(join(outdir, 'stacks'));
    expect([...written].sort()).toEqual(
      stackOrder(split)
        .map(({ stack }) => stack)
        .sort(),
    );
  });
});

test('stackOrder() puts every stack after those that it needs', () => {
  const stacks = stackOrder(project);
  const place = (name: string): number => stacks.findIndex(({ stack }) => stack === name);
  for (const { stack, after } of stacks) {
    for (const needed of after) {
      expect(place(needed)).toBeGreaterThanOrEqual(0);
      expect(place(needed)).toBeLessThan(place(stack));
    }
  }
});

test('stackOrder() puts the roles of the tools before those that trust them: IAM refuses a principal that is not there', () => {
  const access = stackOrder(project).filter(({ kind }) => kind === 'access');
  expect(access.map(({ stack }) => stack)).toEqual(['access-beta', 'access-prod']);
  for (const { after } of access) {
    expect(after).toEqual(
      expect.arrayContaining(['release-events', 'delivery-pipeline', 'temporary-environments']),
    );
  }
});

test('stackOrder() lets a wave wait for every region of the one before, and an environment for its predecessor', () => {
  const after = (name: string) => stackOrder(project).find(({ stack }) => stack === name)?.after;
  expect(after('prod-us-east-1-foundation')).toEqual(['access-prod', 'beta-us-east-1-operations']);
  expect(after('prod-eu-west-1-foundation')).toEqual(['access-prod', 'prod-us-east-1-operations']);
  expect(after('prod-eu-west-1-operations')).toEqual(['prod-eu-west-1-flags']);
});

test('stackOrder() says which workspace of HCP Terraform a stack has, and what waits for its rollouts', () => {
  const flags = stackOrder(project).find(({ stack }) => stack === 'prod-eu-west-1-flags');
  expect(flags).toMatchObject({
    await: 'npx dynconf await prod-eu-west-1-flags',
    workspace: {
      hostname: 'app.terraform.io',
      organization: 'shop',
      project: 'flags',
      name: 'prod-eu-west-1-flags',
      tags: ['dynconf', 'environment:prod', 'kind:flags', 'region:eu-west-1'],
    },
  });
});
