import { accessResources } from '../../delivery/access-resources';
import { pipelineResources } from '../../delivery/pipeline-resources';
import { anEnvironment, aStrategy } from '../builders/environment';
import { aProject, aTools } from '../builders/project';

const approval = { required: true, notify: [] };
const prod = anEnvironment({ name: 'prod', account: '333333333333', approval });
const tools = aTools();

test('pipelineResources() takes on exactly the roles of the access stacks, with what they want to hear', () => {
  const { externalIds } = pipelineResources(aProject({ environments: [prod], tools }), tools);
  const roles = accessResources(prod, tools).roles.map(({ name, externalId }) => [
    `arn:aws:iam::333333333333:role/${name}`,
    externalId,
  ]);
  expect(Object.entries(externalIds).sort()).toEqual(roles.sort());
});

test('pipelineResources() lets CodeBuild run longer than the longest action', () => {
  const strategy = aStrategy({ durationMinutes: 600, bakeMinutes: 60 });
  const environment = { ...prod, strategies: { flags: strategy, operations: strategy } };
  const { deployTimeoutMinutes } = pipelineResources(aProject({ environments: [environment], tools }), tools);
  expect(deployTimeoutMinutes).toBe(700);
});
