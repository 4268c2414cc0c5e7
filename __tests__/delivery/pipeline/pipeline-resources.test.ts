import { accessResources } from '../../../delivery/access-resources';
import { LOCK_MINUTES, pipelineResources } from '../../../delivery/pipeline/pipeline-resources';
import { anEnvironment, aStrategy } from '../../builders/environment';
import { aProject, aTools } from '../../builders/project';

const prod = anEnvironment({ name: 'prod', account: '333333333333' });
const beta = anEnvironment({ account: '111111111111' });
const tools = aTools();

function projectsOf(...environments: (typeof prod)[]) {
  const { projects } = pipelineResources(aProject({ environments, tools }), tools);
  return (name: string) => projects.find((project) => project.name === name);
}

test('pipelineResources() lets what releases to an environment take on the roles of that environment, and no other', () => {
  const project = projectsOf(beta, prod);
  for (const environment of [beta, prod]) {
    const own = accessResources(environment, tools)
      .roles.filter(({ kind }) => !['watch', 'inspect', 'platform'].includes(kind))
      .map(({ name }) => `arn:aws:iam::${environment.account}:role/${name}`);
    expect([...(project(`dynconf-release-${environment.name}`)?.takesOn ?? [])].sort()).toEqual(own.sort());
  }
});

test('pipelineResources() lets CodeBuild run longer than the longest action', () => {
  const strategy = aStrategy({ durationMinutes: 600, bakeMinutes: 60 });
  const environment = { ...prod, strategies: { flags: strategy, operations: strategy } };
  expect(projectsOf(environment)('dynconf-release-prod')?.timeoutMinutes).toBe(700);
});

test('pipelineResources() looks at an environment as its read role, and at its blockers in the tools account as itself', () => {
  const role = {
    arn: 'arn:aws:iam::333333333333:role/dynconf-read-prod',
    externalId: 'dynconf:dynconf-read-prod',
  };
  expect(projectsOf(prod)('dynconf-release-prod')).toMatchObject({
    readProfiles: [{ name: 'dynconf-read-333333333333', role }],
    alarmRegions: [],
    variables: { DYNCONF_READ_PROFILES: 'dynconf-read-', DYNCONF_LOCK_MINUTES: '15' },
  });
  const blockers = ['eu-west-1', 'eu-west-1'].map(
    (region) => `arn:aws:cloudwatch:${region}:999999999999:alarm:stop`,
  );
  expect(projectsOf({ ...prod, blockers })('dynconf-release-prod')).toMatchObject({
    readProfiles: [{ name: 'dynconf-read-333333333333', role }, { name: 'dynconf-read-999999999999' }],
    alarmRegions: ['eu-west-1'],
  });
});

test('pipelineResources() waits for the lock of a state, for less time than any action that releases has', () => {
  const { pipelines, projects } = pipelineResources(aProject({ environments: [beta, prod], tools }), tools);
  const waiting = projects.filter(({ variables }) => 'DYNCONF_LOCK_MINUTES' in variables);
  expect(waiting.map(({ name }) => name)).toEqual(['dynconf-release-beta', 'dynconf-release-prod']);
  const actions = pipelines.flatMap(({ plan }) => plan.stages.flatMap((stage) => stage.actions));
  const limits = actions
    .filter(({ kind }) => ['foundation', 'flags', 'operations'].includes(kind))
    .map(({ timeoutMinutes }) => timeoutMinutes);
  expect(2 * LOCK_MINUTES).toBeLessThanOrEqual(Math.min(...limits));
});

test('pipelineResources() has each project once, whatever many workloads use it', () => {
  const workloads = { one: ['checkout'], two: ['checkout'] };
  const { pipelines, projects } = pipelineResources(
    aProject({ environments: [beta, prod], tools: { ...tools, workloads } }),
    tools,
  );
  expect(pipelines.map(({ plan, roleName }) => [plan.name, roleName])).toEqual([
    ['dynconf-delivery-one', 'dynconf-pipeline-one'],
    ['dynconf-delivery-two', 'dynconf-pipeline-two'],
  ]);
  expect(projects.map(({ name }) => name)).toEqual([
    'dynconf-build',
    'dynconf-review',
    'dynconf-sign',
    'dynconf-release-beta',
    'dynconf-release-prod',
  ]);
});
