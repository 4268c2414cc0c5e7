import type { Statement } from '../../../constructs/policies/policy';
import { experimentStatements } from '../../../constructs/policies/experiment-statements';
import { anEnvironment } from '../../builders/environment';
import { decide } from '../../builders/policy-decision';
import { aProject, aTools } from '../../builders/project';
import { type TerraformJson, withSynthesized } from '../../builders/synth';

const ACCOUNT = '333333333333';
const resilience = { commands: ['true'], reports: [], experiments: ['EXT1a2b3c', 'EXT4d5e6f'] };
const prod = anEnvironment({ name: 'prod', account: ACCOUNT, tests: { resilience } });
const tools = aTools({ pullRequests: { provider: 'github', environment: 'plan' } });

const fis = (resource: string, region = 'us-east-1'): string =>
  `arn:aws:fis:${region}:${ACCOUNT}:${resource}`;

/** Of each role by its name, whether it may start an experiment from a template. */
function startersOf(stack: TerraformJson, template: string): string[] {
  const { aws_iam_role = {}, aws_iam_role_policy = {} } = stack.resource;
  const request = {
    action: 'fis:StartExperiment',
    resource: fis(`experiment-template/${template}`),
    context: {},
  };
  return Object.entries(aws_iam_role).flatMap(([id, { name }]) => {
    const own = Object.values(aws_iam_role_policy).filter(({ role }) => String(role).includes(`.${id}.`));
    const statements = own.flatMap(
      ({ policy }) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement,
    );
    return decide(statements, request) === 'allowed' ? [String(name)] : [];
  });
}

test('experimentStatements() start from the templates that a file names, in the regions of the environment', () => {
  const statements = experimentStatements({
    account: ACCOUNT,
    regions: ['us-east-1', 'eu-west-1'],
    experiments: resilience.experiments,
  });
  const may = (action: string, resource: string): string =>
    decide(statements, { action: `fis:${action}`, resource, context: {} });
  expect(may('StartExperiment', fis('experiment-template/EXT4d5e6f', 'eu-west-1'))).toBe('allowed');
  // AWS asks about the experiment, too, which has no id yet.
  expect(may('StartExperiment', fis('experiment/EXPnew'))).toBe('allowed');
  expect(may('StartExperiment', fis('experiment-template/EXTother'))).toBe('not allowed');
  expect(may('StartExperiment', fis('experiment-template/EXT1a2b3c', 'us-west-2'))).toBe('not allowed');
  expect(['GetExperiment', 'StopExperiment'].map((action) => may(action, fis('experiment/EXPx')))).toEqual([
    'allowed',
    'allowed',
  ]);
  expect(may('UpdateExperimentTemplate', fis('experiment-template/EXT1a2b3c'))).toBe('not allowed');
});

test('AccessStack lets the role that tests run as start the experiments that are named, and no other role', () => {
  const project = aProject({ environments: [prod], tools });
  withSynthesized(project, ({ stack }) => {
    const access = stack('access-prod');
    expect(startersOf(access, 'EXT1a2b3c')).toEqual(['dynconf-read-prod']);
    expect(startersOf(access, 'EXTother')).toEqual([]);
  });
});

test('AccessStack says nothing of experiments where no file names one', () => {
  const tests = { resilience: { commands: ['true'], reports: [] } };
  const project = aProject({ environments: [{ ...prod, tests }], tools });
  withSynthesized(project, ({ stack }) => expect(JSON.stringify(stack('access-prod'))).not.toContain('fis:'));
});
