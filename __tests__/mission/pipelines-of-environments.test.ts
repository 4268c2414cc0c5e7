import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Component, Environment, Project } from '../../compiler/project';
import { planDeliveries } from '../../delivery/pipeline/plan';
import { planPlatform } from '../../delivery/pipeline/plan-platform';
import { stackOrder } from '../../delivery/stack-order';
import { anAlarm, anEnvironment, aStrategy, aWave } from '../builders/environment';
import { aFlag } from '../builders/flag';
import { anOperations } from '../builders/operations';
import { aProject, aTools } from '../builders/project';
import { withSynthesized } from '../builders/synth';

// Each project is synthesized as a whole.
jest.setTimeout(90_000);

/** What the platform pipeline changes it changes at pushes to environments/*.yaml and to code: nothing else may be in it. */
const BACKEND = { type: 's3', bucket: 'states', region: 'us-east-1' } as const;
const topic = (name: string): string => `arn:aws:sns:us-east-1:111111111111:${name}`;
const beta = anEnvironment({
  backend: BACKEND,
  tests: { integration: { commands: ['call ${component}'], reports: [] } },
});
const prod = anEnvironment({
  name: 'prod',
  account: '333333333333',
  after: 'beta',
  backend: BACKEND,
  strategies: { flags: aStrategy(), operations: aStrategy({ durationMinutes: 100, bakeMinutes: 20 }) },
  waves: [aWave({ name: 'first', regions: ['us-west-2'], bakeMinutes: 60 }), aWave({ name: 'rest' })],
  alarms: [anAlarm({ severity: 'high' }), anAlarm({ name: 'lag', components: ['checkout'] })],
  canary: { everyMinutes: 5 },
  onCall: { search: [topic('search')], checkout: [topic('checkout')] },
  approval: { required: true, notify: [topic('approvers')] },
  blockers: ['arn:aws:cloudwatch:us-east-1:999999999999:alarm:${component}'],
  tags: { Component: '${component}' },
  readers: { roles: ['arn:aws:iam::444444444444:role/shop'] },
  tests: { acceptance: { commands: ['accept ${component} ${region}'], reports: [], minutes: 2 } },
});
const tools = aTools({
  backend: BACKEND,
  notify: [topic('releases')],
  pullRequests: { provider: 'codebuild' },
});
const NAMES = ['checkout', 'ledger', 'search'];

/** With or without flags of each kind, operations documents, and readers of what is shared. */
function components(names: fc.Arbitrary<readonly string[]>): fc.Arbitrary<Component[]> {
  const has = fc.constantFrom('flags', 'operations', 'both');
  return names.chain((all) =>
    fc
      .tuple(...all.map((name) => has.map((what) => componentOf(name, what))))
      .chain((own) =>
        fc
          .subarray(NAMES, { minLength: 1 })
          .map((watchedComponents) =>
            own.map((each) => (each.name === 'shared' ? { ...each, watchedComponents } : each)),
          ),
      ),
  );
}

function componentOf(name: string, what: string): Component {
  return {
    name,
    flags: what === 'operations' ? [] : [aFlag({ component: name })],
    ...(what !== 'flags' && { operations: anOperations({ component: name }) }),
    watchedComponents: [name],
  };
}

/** Of each stack that the platform pipeline or an administrator applies: what Terraform reads. */
function pipelineStacks(project: Project): Record<string, string> {
  const own = stackOrder(project).filter(({ kind }) => !['foundation', 'flags', 'operations'].includes(kind));
  return withSynthesized(project, ({ outdir }) => {
    const synthesized = readdirSync(join(outdir, 'stacks'));
    return Object.fromEntries(
      own.map(({ stack }) => {
        expect(synthesized).toContain(stack);
        return [stack, readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')];
      }),
    );
  });
}

/** Without what only people read. */
function plansOf(project: Project): unknown {
  const plans = [
    ...planDeliveries(project),
    ...(project.tools ? [planPlatform(project, project.tools)] : []),
  ];
  const shown = ['estimatedMinutes', 'components'];
  return JSON.parse(
    JSON.stringify(plans, (key, value: unknown) => (shown.includes(key) ? undefined : value)),
  );
}

test('synthesize() makes pipelines, roles and what they need of environments alone, whatever flags and documents there are', () => {
  const environments: Environment[] = [beta, prod];
  const any = components(fc.subarray([...NAMES, 'shared']));
  let first: ReturnType<typeof pipelineStacks> | undefined;
  fc.assert(
    fc.property(any, (own) => {
      const project = aProject({ components: own, environments, tools });
      const stacks = pipelineStacks(project);
      first ??= stacks;
      expect(Object.keys(stacks)).toEqual(Object.keys(first));
      for (const [name, text] of Object.entries(stacks))
        expect([name, text === first[name]]).toEqual([name, true]);
    }),
    { numRuns: 4, examples: [[[]]] },
  );
  expect(Object.keys(first ?? {})).toEqual(
    expect.arrayContaining(['delivery-pipeline', 'access-prod', 'state', 'pull-requests']),
  );
});

test.each([{}, { buying: ['checkout', 'shared'], finding: ['ledger', 'search'] }])(
  'planDeliveries() and planPlatform() plan the same whatever flags and documents there are, with workloads %j',
  (workloads: Record<string, string[]>) => {
    const isSplit = Object.keys(workloads).length > 0;
    // Workloads name all components: each of them has something.
    const names = isSplit ? fc.constant([...NAMES, 'shared']) : fc.subarray([...NAMES, 'shared']);
    const project = (own: Component[]): Project =>
      aProject({ components: own, environments: [beta, prod], tools: { ...tools, workloads } });
    fc.assert(
      fc.property(components(names), components(names), (before, after) => {
        expect(plansOf(project(after))).toEqual(plansOf(project(before)));
      }),
    );
  },
);
