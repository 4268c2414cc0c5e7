import { loadProject } from '../../compiler/load-project';
import type { Project } from '../../compiler/project';
import { synthesize } from '../../main';
import { connectAppConfig } from '../../release/appconfig/appconfig-clients';
import { holdBack } from '../../release/deploy/hold-back';
import { openStack } from '../../release/terraform/stack-folder';
import type { Plan } from '../../release/terraform/terraform';
import { readState } from '../../release/terraform/terraform-state';
import { type AwsStacks, startAwsStacks } from '../builders/aws-stacks';
import { describeWithMoto } from '../builders/moto-prerequisite';
import { type ProjectFiles, writeProject } from '../builders/write-project';

const MINUTE = 60_000;
const ACCOUNT = '111111111111';
const [FOUNDATION, FLAGS] = ['beta-us-east-1-foundation', 'beta-us-east-1-flags'];

/** Without a canary: the stub cannot change one that is there. */
const ENVIRONMENT = `account: "${ACCOUNT}"
regions: [us-east-1]
strategy: { growth: linear, factor-percent: 50, duration-minutes: 2, bake-minutes: 1 }
readers: { organization: o-a1b2c3d4e5, paths: [o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/] }
alarms:
  - { name: faults, severity: high, metric: { namespace: Shop, name: Faults, statistic: Sum, period-seconds: 60, dimensions: { Component: "\${component}" } }, compare: above, threshold: 5, periods: 2 }
`;
const FLAG = 'description: A flag\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: true }\n';

const ON_CALL = `on-call: { search: ["arn:aws:sns:us-east-1:${ACCOUNT}:on-call"] }\n`;

const ONE = { 'environments/beta.yaml': ENVIRONMENT, 'flags/checkout/pay.yaml': FLAG };
const BOTH = {
  ...ONE,
  'environments/beta.yaml': ENVIRONMENT + ON_CALL,
  'flags/search/rank.yaml': FLAG,
};

function projectOf(files: ProjectFiles): Project {
  const { project, diagnostics } = loadProject(writeProject(files));
  if (project === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 1));
  return project;
}

describeWithMoto('a component that goes, with its alarms, its reader and its on-call', () => {
  let aws: AwsStacks;

  beforeAll(async () => {
    const project = projectOf(BOTH);
    aws = await startAwsStacks({ project, root: writeProject(BOTH), accounts: { beta: ACCOUNT } });
    await apply(FOUNDATION);
    await apply(FLAGS);
    // A rollout that goes on would be in the way.
    aws.appConfig.clock.advance(3_600);
    synthesize(projectOf(ONE), { outdir: aws.path('cdktf.out') });
  }, 8 * MINUTE);

  afterAll(() => aws.close());

  async function planOf(stack: string): Promise<Plan> {
    const terraform = aws.terraform(stack, 'beta');
    await terraform.init();
    return terraform.plan(aws.path(`${stack}.tfplan`));
  }

  async function apply(stack: string): Promise<void> {
    await aws.terraform(stack, 'beta').apply(await planOf(stack));
  }

  /** The foundation's plan as a release would apply it now. */
  async function held(): Promise<Plan> {
    const plan = await planOf(FOUNDATION);
    const stack = openStack(aws.path('cdktf.out'), FOUNDATION);
    const access = { region: 'us-east-1', endpoint: aws.appConfig.url, accessKey: ACCOUNT };
    const clients = connectAppConfig(access);
    const options = { env: {}, onEvent: () => undefined };
    const terraform = aws.terraform(FOUNDATION, 'beta');
    const resources = async () => (await readState(stack, options)).resources;
    try {
      return await holdBack(
        { stack, options, clients, terraform, resources, secretFolder: aws.path('.') },
        plan,
      );
    } finally {
      clients.destroy();
    }
  }

  async function typesOf(component: string): Promise<string[]> {
    const { resources } = await readState(openStack(aws.path('cdktf.out'), FOUNDATION), { env: {} });
    return resources.filter(({ address }) => address.includes(component)).map(({ type }) => type);
  }

  test(
    'keeps its alarms while it is released, and the health alarm leaves it out at once',
    async () => {
      const before = await typesOf('search');
      expect(before).toEqual(
        expect.arrayContaining([
          'aws_appconfig_environment',
          'aws_appconfig_extension_association',
          'aws_cloudwatch_composite_alarm',
          'aws_cloudwatch_event_rule',
          'aws_cloudwatch_event_target',
          'aws_cloudwatch_metric_alarm',
          'aws_iam_role',
        ]),
      );
      const plan = await held();
      expect(plan.changes.filter(({ action }) => action === 'delete')).toEqual([]);
      const updated = plan.changes.filter(({ action }) => action === 'update').map(({ type }) => type);
      expect(updated).toEqual(expect.arrayContaining(['aws_cloudwatch_composite_alarm']));
      await aws.terraform(FOUNDATION, 'beta').apply(plan);
      expect(await typesOf('search')).toEqual(before);
      expect((await held()).isNeeded).toBe(false);
    },
    6 * MINUTE,
  );

  test(
    'goes as a whole once its documents are gone, and nothing is left to plan',
    async () => {
      await apply(FLAGS);
      const plan = await held();
      expect(plan.changes.every(({ action }) => action === 'delete')).toBe(true);
      await aws.terraform(FOUNDATION, 'beta').apply(plan);
      expect(await typesOf('search')).toEqual([]);
      expect((await planOf(FOUNDATION)).isNeeded).toBe(false);
    },
    6 * MINUTE,
  );
});
