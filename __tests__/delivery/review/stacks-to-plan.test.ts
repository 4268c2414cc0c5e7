import type { Project } from '../../../compiler/project';
import { stackOrder } from '../../../delivery/stack-order';
import { MOST_PLANS, stacksToPlan } from '../../../delivery/review/stacks-to-plan';
import { anEnvironment, aWave } from '../../builders/environment';
import { aFlag } from '../../builders/flag';
import { aComponent, aProject, aTools } from '../../builders/project';

const beta = anEnvironment({ name: 'beta' });
const prod = anEnvironment({
  name: 'prod',
  account: '333333333333',
  waves: [aWave({ regions: ['us-east-1', 'eu-west-1'] })],
});

function shop(overrides: Partial<Project> = {}): Project {
  return aProject({ environments: [beta, prod], tools: aTools(), ...overrides });
}

function becauseOf(stacks: ReturnType<typeof stacksToPlan>['notPlanned']): Record<string, string> {
  return Object.fromEntries(stacks.map(({ stack, because }) => [stack, because]));
}

test('stacksToPlan() of equal definitions and code are none', () => {
  expect(stacksToPlan(shop(), { base: shop(), isCodeChanged: false })).toEqual({
    stacks: [],
    notPlanned: [],
  });
});

test('stacksToPlan() of changed code are all stacks, those of the definitions first, and of each other why not', () => {
  const flag = aFlag({ overrides: { 'prod/eu-west-1': { enabled: true, attributes: {} } } });
  const head = shop({ components: [aComponent({ flags: [flag] })] });
  const { stacks, notPlanned } = stacksToPlan(head, { base: shop(), isCodeChanged: true });
  expect(stacks[0]).toBe('prod-eu-west-1-flags');
  expect(stacks).toEqual(expect.arrayContaining(['access-beta', 'access-prod', 'beta-us-east-1-foundation']));
  const all = stackOrder(head).map(({ stack }) => stack);
  expect([...stacks, ...notPlanned.map(({ stack }) => stack)].sort()).toEqual([...all].sort());
  expect(becauseOf(notPlanned)).toMatchObject({
    'access-tools': 'an administrator plans and applies it: dynconf bootstrap',
    'delivery-pipeline': 'the pipeline dynconf-platform plans it before somebody approves it',
  });
});

test('stacksToPlan() without anything to compare with are all stacks', () => {
  const { stacks } = stacksToPlan(shop(), { isCodeChanged: false });
  expect(stacks).toHaveLength(stackOrder(shop()).filter(({ environment }) => environment !== 'tools').length);
});

test('stacksToPlan() of another trunk names the stacks of the tools, and why they are not planned', () => {
  const base = shop();
  const tools = aTools();
  const head = shop({ tools: { ...tools, source: { ...tools.source, trunk: 'release' } } });
  const { stacks, notPlanned } = stacksToPlan(head, { base, isCodeChanged: false });
  expect(stacks).toEqual([]);
  expect(Object.keys(becauseOf(notPlanned))).toEqual(
    expect.arrayContaining(['delivery-pipeline', 'platform-pipeline']),
  );
});

test('stacksToPlan() says of what is removed that nothing plans it, and nothing of what is on a machine', () => {
  const local = anEnvironment({ name: 'local' });
  const base = shop({ environments: [local, beta, prod] });
  const head = shop({ environments: [local, beta] });
  const { stacks, notPlanned } = stacksToPlan(head, { base, isCodeChanged: true });
  const because = becauseOf(notPlanned);
  expect(because['prod-eu-west-1-operations']).toBe('it is removed: these definitions make it no more');
  expect([...stacks, ...Object.keys(because)].filter((name) => name.startsWith('local'))).toEqual([]);
});

test('stacksToPlan() of more stacks than a job has time for names those that are left', () => {
  const regions = Array.from({ length: 60 }, (_, n) => `us-east-${n}`);
  const head = shop({ environments: [{ ...prod, waves: [aWave({ regions })] }] });
  const { stacks, notPlanned } = stacksToPlan(head, { isCodeChanged: true });
  expect(stacks).toHaveLength(MOST_PLANS);
  const left = notPlanned.filter(({ because }) => because.startsWith('150 stacks are planned at once'));
  expect(left).toHaveLength(60 * 3 + 1 - MOST_PLANS);
});
