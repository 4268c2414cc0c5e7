import { planDeliveries } from '../../delivery/plan';
import { planPlatform } from '../../delivery/plan-platform';
import { stackOrder } from '../../delivery/stack-order';
import { anEnvironment } from '../builders/environment';
import { aProject, aTools } from '../builders/project';

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

test('planPlatform() plans, asks a person of its own, and then applies', () => {
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

test('planPlatform() says what a person would type, and works as a role of the account', () => {
  const access = stage('Apply')?.actions.find(({ stack }) => stack === 'access-prod');
  expect(access?.commands).toEqual([
    'terraform -chdir=cdktf.out/stacks/access-prod init -input=false',
    'terraform -chdir=cdktf.out/stacks/access-prod apply -input=false -auto-approve',
  ]);
  expect(access?.role).toBe('arn:aws:iam::333333333333:role/dynconf-platform-prod');
  const planned = stage('Plan')?.actions.find(({ stack }) => stack === 'access-prod');
  expect(planned?.commands.at(-1)).toContain('plan -input=false -lock=false');
  expect(stage('Apply')?.actions.find(({ stack }) => stack === 'delivery-pipeline')?.role).toBeUndefined();
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
