import type { Environment, Project, Tools } from '../../../compiler/project';
import { pipelineNotices } from '../../../delivery/pipeline/pipeline-notices';
import { planDeliveries } from '../../../delivery/pipeline/plan';
import { anEnvironment } from '../../builders/environment';
import { aComponent, aProject, aTools } from '../../builders/project';

const sns = (name: string, region = 'us-east-1'): string => `arn:aws:sns:${region}:333333333333:${name}`;
const RELEASES = 'arn:aws:sns:us-east-1:999999999999:releases';

function noticesOf(prod: Partial<Environment>, tools: Partial<Tools> = {}, project: Partial<Project> = {}) {
  const withTools = aTools({ notify: [RELEASES], ...tools });
  const environments = [anEnvironment({ name: 'prod', approval: { required: true, notify: [] }, ...prod })];
  return pipelineNotices(aProject({ environments, tools: withTools, ...project }), withTools);
}

test('pipelineNotices() asks everybody whom the approval itself cannot: it tells one topic', () => {
  const approval = { required: true, notify: [sns('first'), sns('second')] };
  const notices = noticesOf({ approval, onCall: { checkout: [sns('on-call')] } });
  expect(notices).toEqual([
    {
      ruleName: 'dynconf-approval-prod',
      event: 'approval',
      environment: 'prod',
      pipeline: 'dynconf-delivery',
      stages: ['Prod-Approval'],
      topics: [sns('second'), sns('on-call')],
    },
    expect.objectContaining({ event: 'failure', topics: [sns('on-call')] }),
  ]);
});

test('pipelineNotices() tells on-call of a failure in any stage of the environment', () => {
  const onCall = { checkout: [sns('on-call')] };
  const [, failure] = noticesOf({ onCall });
  const environments = [anEnvironment({ name: 'prod', approval: { required: true, notify: [] }, onCall })];
  const [plan] = planDeliveries(aProject({ environments, tools: aTools() }));
  const stages = plan?.stages.filter(({ environment }) => environment === 'prod').map(({ name }) => name);
  expect(stages?.length).toBeGreaterThan(1);
  expect(failure).toMatchObject({ ruleName: 'dynconf-failure-prod', stages });
});

test('pipelineNotices() leaves the topics of tools.yaml to the notification rule of the pipeline', () => {
  expect(noticesOf({})).toEqual([]);
  expect(noticesOf({ onCall: { checkout: [RELEASES] } })).toEqual([]);
});

test('pipelineNotices() has topics of the tools’ region only', () => {
  expect(noticesOf({ onCall: { checkout: [sns('on-call', 'eu-west-1')] } })).toEqual([]);
});

test('pipelineNotices() tells the on-call of a workload’s components of that workload’s pipeline', () => {
  const components = ['checkout', 'search'].map((name) => aComponent({ name }));
  const notices = noticesOf(
    { onCall: { checkout: [sns('pay')], search: [sns('find')] } },
    { workloads: { payments: ['checkout'], finding: ['search'] } },
    { components },
  );
  const approvals = notices.filter(({ event }) => event === 'approval');
  expect(approvals.map(({ ruleName, pipeline, topics }) => [ruleName, pipeline, topics])).toEqual([
    ['dynconf-approval-prod.payments', 'dynconf-delivery-payments', [sns('pay')]],
    ['dynconf-approval-prod.finding', 'dynconf-delivery-finding', [sns('find')]],
  ]);
});

test('pipelineNotices() tells of what is shared everybody who reads it', () => {
  const shared = aComponent({ name: 'shared', watchedComponents: ['checkout', 'search'] });
  const [approval] = noticesOf({ onCall: { search: [sns('find')] } }, {}, { components: [shared] });
  expect(approval?.topics).toEqual([sns('find')]);
});
