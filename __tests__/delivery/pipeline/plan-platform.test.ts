import { PIPELINE_LIMITS } from '../../../delivery/pipeline/pipeline-limits';
import { planDeliveries } from '../../../delivery/pipeline/plan';
import { planPlatform } from '../../../delivery/pipeline/plan-platform';
import { stackOrder } from '../../../delivery/stack-order';
import { anEnvironment } from '../../builders/environment';
import { aProject, aTools } from '../../builders/project';

const tools = aTools({ notify: ['arn:aws:sns:us-east-1:999999999999:releases'] });
const temporary = { owner: 'ann', expires: '2099-01-01' };
const project = aProject({
  environments: [
    anEnvironment({ name: 'local' }),
    anEnvironment(),
    anEnvironment({ name: 'prod', account: '333333333333', after: 'beta' }),
    anEnvironment({ name: 'feat-x', temporary }),
  ],
  tools,
});
const plan = planPlatform(project, tools);
const stage = (name: string) => plan.stages.find((each) => each.name === name);

test('planPlatform() plans, asks a person of its own, and then applies what was planned', () => {
  expect(plan.stages.map(({ name }) => name)).toEqual([
    'Source',
    'Build',
    'Sign',
    'Plan',
    'Approval',
    'Apply',
  ]);
  expect(stage('Approval')?.actions[0]?.approval).toMatchObject({ notify: tools.notify });
});

test('planPlatform() changes the once-only stacks and the roles of what is released to, and no other', () => {
  const stacks = stage('Apply')?.actions.map(({ stack }) => stack) ?? [];
  const expected = stackOrder(project)
    .filter(({ kind }) => !['foundation', 'flags', 'operations'].includes(kind))
    .map(({ stack }) => stack)
    // People make temporary environments, and administrators the boundary.
    .filter((stack) => !['access-feat-x', 'access-tools'].includes(stack));
  expect([...stacks].sort()).toEqual([...expected].sort());
  expect(stacks).toEqual(expect.arrayContaining(['access-beta', 'access-prod', 'delivery-pipeline']));
  expect(stage('Plan')?.actions.map(({ stack }) => stack)).toEqual(stacks);
});

test('planPlatform() applies every stack after those that it needs', () => {
  const actions = stage('Apply')?.actions ?? [];
  const orderOf = (stack: string) => actions.find((action) => action.stack === stack)?.runOrder;
  for (const { stack, after } of stackOrder(project)) {
    // Its own stack is there since `dynconf bootstrap`, and changes last.
    for (const needed of after.filter((name) => name !== 'platform-pipeline')) {
      const [own, before] = [orderOf(stack), orderOf(needed)];
      if (own !== undefined && before !== undefined) expect(own).toBeGreaterThan(before);
    }
  }
});

test('planPlatform() has room for as many environments as a delivery pipeline', () => {
  const environments = Array.from({ length: PIPELINE_LIMITS.stages - 3 }, (_, index) =>
    anEnvironment({ name: `e${index}`, account: String(100_000_000_000 + index) }),
  );
  const many = aProject({ environments, tools });
  expect(planDeliveries(many)[0]?.stages).toHaveLength(PIPELINE_LIMITS.stages);
  const { stages } = planPlatform(many, tools);
  expect(stages.map(({ name }) => name).slice(3)).toEqual(['Plan', 'Plan-2', 'Approval', 'Apply', 'Apply-2']);
  const actions = stages.map((each) => each.actions.length);
  expect(Math.max(...actions)).toBeLessThanOrEqual(PIPELINE_LIMITS.actionsPerStage);
  const applied = stages
    .filter(({ kind }) => kind === 'apply')
    .map((each) => each.actions.map(({ stack }) => stack));
  const place = (stack: string) => applied.findIndex((stacks) => stacks.includes(stack));
  for (const { stack, after } of stackOrder(many).filter((each) => place(each.stack) >= 0))
    for (const needed of after.filter((name) => name !== 'platform-pipeline'))
      expect(place(needed)).toBeLessThanOrEqual(place(stack));
});

test('planPlatform() warns whoever is asked that the pipelines it changes stop', () => {
  const [approve] = stage('Approval')?.actions ?? [];
  expect(approve?.approval?.question).toContain('ends what is being released just now');
});

test('planPlatform() says what a person would type, and works as a role of the account', () => {
  const access = stage('Apply')?.actions.find(({ stack }) => stack === 'access-prod');
  expect(access?.commands).toEqual([
    "node scripts/terraform-as-approved.js apply cdktf.out/stacks/access-prod '#{plan-access-prod.PLAN}'",
  ]);
  expect(access?.role).toBe('arn:aws:iam::333333333333:role/dynconf-platform-prod');
  const planned = stage('Plan')?.actions.find(({ stack }) => stack === 'access-prod');
  expect(planned?.commands).toEqual([
    'node scripts/terraform-as-approved.js plan cdktf.out/stacks/access-prod',
  ]);
  expect(planned?.role).toBe('arn:aws:iam::333333333333:role/dynconf-inspect-prod');
  expect(stage('Apply')?.actions.find(({ stack }) => stack === 'delivery-pipeline')?.role).toBeUndefined();
});

test('planPlatform() hands the mark of each plan on to the action that applies it, and to no other', () => {
  const exported = (stage('Plan')?.actions ?? []).map(({ stack, exports }) => [
    stack,
    exports?.variables.map((name) => `#{${exports.namespace}.${name}}`),
  ]);
  const used = (stage('Apply')?.actions ?? []).map(({ stack, variables }) => [
    stack,
    [variables['APPROVED']],
  ]);
  expect(used).toEqual(exported);
  const namespaces = plan.stages.flatMap(({ actions }) =>
    actions.flatMap(({ exports }) => exports?.namespace ?? []),
  );
  expect(new Set(namespaces).size).toBe(namespaces.length);
  expect(namespaces.filter((namespace) => !/^[A-Za-z0-9@_-]{1,100}$/.test(namespace))).toEqual([]);
});

test('planPlatform() has room for the longest mark in the configuration of an action, with the longest names', () => {
  const longest = 'e'.repeat(32);
  const wide = planPlatform(aProject({ environments: [anEnvironment({ name: longest })], tools }), tools);
  const lengths = wide.stages
    .flatMap(({ actions }) => actions)
    .map(({ variables }) => {
      const set = Object.entries(variables).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' }));
      return JSON.stringify(set)
        .replace(/#\{plan-[^}]+\}/, 'm'.repeat(64 + 1 + 216))
        .replace('#{Source.CommitId}', 'c'.repeat(40)).length;
    });
  expect(Math.max(...lengths)).toBeGreaterThan(800);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(PIPELINE_LIMITS.valueCharacters);
});

test('planPlatform() shares nothing with the delivery pipelines that could make one wait for the other', () => {
  const [delivery] = planDeliveries(project);
  expect(plan.name).not.toBe(delivery?.name);
  const includes = plan.trigger.pushFilters.flatMap((filter) => filter.includes);
  expect(includes.filter((path) => /flags|opconfig/.test(path))).toEqual([]);
  const stacks = (delivery?.stages ?? []).flatMap(({ actions }) =>
    actions.flatMap(({ stack }) => stack ?? []),
  );
  const own = stage('Apply')?.actions.map(({ stack }) => stack) ?? [];
  expect(own.filter((stack) => stacks.includes(stack ?? ''))).toEqual([]);
});

test('planPlatform() asks by topics of the pipeline’s region: an approval tells no others', () => {
  const here = 'arn:aws:sns:us-east-1:999999999999:releases';
  const elsewhere = aTools({ notify: ['arn:aws:sns:eu-west-1:999999999999:releases', here] });
  const { stages } = planPlatform(aProject({ tools: elsewhere }), elsewhere);
  const [approve] = stages.find(({ name }) => name === 'Approval')?.actions ?? [];
  expect(approve?.approval?.notify).toEqual([here]);
});
