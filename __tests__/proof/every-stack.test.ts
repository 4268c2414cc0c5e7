import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { loadProject } from '../../compiler/load-project';
import type { Project } from '../../compiler/project';
import { ORDERED_STACK_KINDS, stackOrder } from '../../delivery/stack-order';
import { OVERRIDE_FILE, overrideText, planBootstrap } from '../../release/bootstrap/bootstrap-plan';
import { allowDestroy, type AwsStacks, startAwsStacks } from '../builders/aws-stacks';
import { describeWithMoto } from '../builders/moto-prerequisite';
import { writeProject } from '../builders/write-project';

const MINUTE = 60_000;
const ACCOUNTS = { tools: '999999999999', beta: '111111111111' };
const BUCKET = 'shop-states';
const BACKEND = `backend: { type: s3, bucket: ${BUCKET}, region: us-east-1 }`;

/** A bit of everything that becomes a resource. */
const FILES = {
  'environments/tools.yaml': `kind: tools
account: "${ACCOUNTS.tools}"
region: us-east-1
source: { connection: "arn:aws:codeconnections:us-east-1:${ACCOUNTS.tools}:connection/0f3c1f1e-5f2a-4a57-9b1d-7d8d5c0b9e11", repository: example/shop, trunk: main }
notify: ["arn:aws:sns:us-east-1:${ACCOUNTS.tools}:releases"]
pull-requests: { provider: codebuild }
${BACKEND}
`,
  'environments/beta.yaml': `account: "${ACCOUNTS.beta}"
regions: [us-east-1]
strategy: { growth: linear, factor-percent: 50, duration-minutes: 2, bake-minutes: 1 }
strategies: { operations: AppConfig.AllAtOnce }
tags: { Product: shop }
approval: { required: true }
on-call: { checkout: ["arn:aws:sns:us-east-1:${ACCOUNTS.beta}:on-call"] }
canary: { every-minutes: 5 }
readers: { organization: o-a1b2c3d4e5, paths: [o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/] }
alarms:
  - { name: faults, severity: high, metric: { namespace: Shop, name: Faults, statistic: Sum, period-seconds: 60, dimensions: { Component: "\${component}" } }, compare: above, threshold: 5, periods: 2 }
  - { name: traffic, metric: { namespace: Shop, name: Requests, statistic: Sum, period-seconds: 60 }, anomaly: { width: 3, when: below }, periods: 3, missing-data: breaching }
${BACKEND}
`,
  'flags/checkout/pay.yaml':
    'description: Pay\nowner: team-a\nlifecycle: permanent\nattributes: { limit: { type: number, minimum: 0, maximum: 9 } }\ndefault: { enabled: true, limit: 3 }\n',
  'flags/sale.yaml':
    'description: Sale\nowner: team-a\nlifecycle: permanent\ncomponents: [checkout, search]\ndefault: { enabled: false }\n',
  'opconfig/checkout.yaml':
    'owner: team-a\nschema: { type: object, required: [log-level], properties: { log-level: { enum: [debug, info] } } }\ndefault: { log-level: info }\n',
  'opconfig/search.yaml': 'owner: team-b\ndefault: { page-size: 20 }\n',
};

/**
 * What moto is not asked, because it cannot answer (../builders/aws-stub.ts says why). The list may only become
 * shorter: what is on it is not proven against anything but ourselves.
 */
const ANSWERED_BY_THE_STUB = [
  'codebuild BatchGetProjects',
  'codebuild BatchGetReportGroups',
  'codebuild CreateProject',
  'codebuild CreateReportGroup',
  'codebuild CreateWebhook',
  'codebuild DeleteProject',
  'codebuild DeleteReportGroup',
  'codebuild DeleteWebhook',
  'codepipeline CreatePipeline',
  'codepipeline DeletePipeline',
  'codepipeline GetPipeline',
  'codepipeline ListTagsForResource',
  'codestar-notifications POST /createNotificationRule',
  'codestar-notifications POST /deleteNotificationRule',
  'codestar-notifications POST /deleteTarget',
  'codestar-notifications POST /describeNotificationRule',
  'monitoring DeleteAlarms',
  'monitoring DescribeAlarms',
  'monitoring ListTagsForResource',
  'monitoring PutCompositeAlarm',
  's3 DELETE bucket?policy',
  's3 GET bucket?policy',
  's3 PUT bucket?policy',
  'synthetics DELETE /canary/{name}',
  'synthetics GET /canary/{name}',
  'synthetics POST /canary',
  'synthetics POST /canary/{name}/start',
  'synthetics POST /canary/{name}/stop',
];

const TOOLS_STACKS = [
  ...['state', 'access-tools', 'release-events', 'delivery-pipeline', 'temporary-environments'],
  ...['platform-pipeline', 'pull-requests'],
];
const RELEASES = ['beta-us-east-1-flags', 'beta-us-east-1-operations'];

describeWithMoto('every kind of stack, with the real Terraform and AWS provider', () => {
  let aws: AwsStacks;
  let project: Project;

  beforeAll(async () => {
    const root = writeProject(FILES);
    const loaded = loadProject(root);
    if (!loaded.project) throw new Error(JSON.stringify(loaded.diagnostics, undefined, 1));
    project = loaded.project;
    aws = await startAwsStacks({ project, root, accounts: ACCOUNTS });
  }, MINUTE);

  afterAll(() => aws.close());

  const bootstrap = (environment: string) => aws.dynconf('bootstrap', '--run', '--environment', environment);
  /** What is done, and whatever else is said after it: the sentence that a failure ends with. */
  const applied = (err: string): string[] => {
    const lines = err.trim().split('\n');
    return lines.filter((line, index) => line.startsWith('done') || index === lines.length - 1);
  };

  test('no stack is left out', () => {
    const first = planBootstrap(project, { cdktfOut: 'cdktf.out' }).map(({ stack }) => stack);
    expect([...first, ...RELEASES].sort()).toEqual(aws.stacks());
    const kinds = stackOrder(project).map(({ kind }) => kind);
    expect([...new Set(kinds)].sort()).toEqual([...ORDERED_STACK_KINDS].sort());
  });

  test(
    'is applied by bootstrap, account by account, and its state ends in the bucket',
    async () => {
      const tools = bootstrap('tools');
      // The rest of it is a minute in which the provider waits for S3.
      await callOf('kms', 'CreateAlias', tools);
      const beta = await bootstrap('beta');
      expect(applied(beta.err)).toEqual([
        'done    access-beta is applied',
        'done    beta-us-east-1-foundation is applied',
      ]);
      const { err } = await tools;
      expect(applied(err)).toEqual(TOOLS_STACKS.map((stack) => `done    ${stack} is applied`));
      expect(existsSync(aws.path('.dynconf/state/state.tfstate'))).toBe(false);
      expect(
        aws.gateway.calls
          .filter(({ path, operation }) => operation === 'PUT object' && path.endsWith('.tfstate'))
          .map(({ path }) => path)
          .sort(),
      ).toEqual(
        expect.arrayContaining([
          ...TOOLS_STACKS.map((stack) => `/${BUCKET}/tools/${stack}.tfstate`),
          `/${BUCKET}/beta/access-beta.tfstate`,
        ]),
      );
      expect(accountsOf('iam', 'CreateRole')).toEqual([ACCOUNTS.beta, ACCOUNTS.tools]);
    },
    8 * MINUTE,
  );

  test(
    'is released into what the foundation created, and its state is written as Terraform locks it',
    async () => {
      for (const stack of RELEASES) {
        const terraform = aws.terraform(stack, 'beta');
        await terraform.init();
        await terraform.apply(await terraform.plan(aws.path(`${stack}.tfplan`)));
        // One deployment at a time: this one has to be over.
        aws.appConfig.clock.advance(3_600);
      }
      const state = `/${BUCKET}/beta/beta-us-east-1-flags.tfstate`;
      const writes = aws.gateway.calls
        .filter(({ path, operation }) => path.startsWith(state) && !operation.startsWith('GET'))
        .map(({ operation, path, account }) => `${account} ${operation} ${path.replace(state, '')}`);
      expect([...new Set(writes)]).toEqual(
        expect.arrayContaining([
          `${ACCOUNTS.beta} PUT object .tflock`,
          `${ACCOUNTS.beta} PUT object `,
          `${ACCOUNTS.beta} DELETE object .tflock`,
        ]),
      );
    },
    2 * MINUTE,
  );

  test(
    'has nothing to change when it is planned again',
    async () => {
      const [tools, beta, ...plans] = await Promise.all([
        bootstrap('tools'),
        bootstrap('beta'),
        ...RELEASES.map((stack) => aws.terraform(stack, 'beta').plan(aws.path(`${stack}.tfplan`))),
      ]);
      expect([...applied(tools.err), ...applied(beta.err)]).toEqual([
        ...TOOLS_STACKS.map((stack) => `done    ${stack} was up to date`),
        'done    access-beta was up to date',
        'done    beta-us-east-1-foundation was up to date',
      ]);
      expect(plans.map(({ isNeeded }) => isNeeded)).toEqual([false, false]);
    },
    3 * MINUTE,
  );

  test(
    'is destroyed, the bucket of the states only by somebody who insists',
    async () => {
      const destroy = async (stack: string, environment: string): Promise<void> => {
        const terraform = aws.terraform(stack, environment);
        await terraform.init();
        await terraform.destroy();
        expect(JSON.parse(await terraform.pullState())).toMatchObject({ resources: [] });
      };
      const ofBeta = async (): Promise<void> => {
        for (const stack of [...[...RELEASES].reverse(), 'beta-us-east-1-foundation', 'access-beta'])
          await destroy(stack, 'beta');
      };
      const ofTools = async (): Promise<void> => {
        for (const stack of TOOLS_STACKS.slice(1)) await destroy(stack, 'tools');
      };
      await Promise.all([ofTools(), ofBeta()]);
      const state = aws.terraform('state', 'tools');
      await state.init();
      await expect(state.destroy()).rejects.toThrow('Instance cannot be destroyed');
      writeFileSync(aws.path(`cdktf.out/stacks/state/${OVERRIDE_FILE}`), overrideText('state'));
      await state.init(['-migrate-state', '-force-copy']);
      allowDestroy(aws.path('cdktf.out/stacks/state/cdk.tf.json'));
      await aws.emptyBucket(BUCKET, ACCOUNTS.tools);
      await state.destroy();
      expect(JSON.parse(readFileSync(aws.path('.dynconf/state/state.tfstate'), 'utf8'))).toMatchObject({
        resources: [],
      });
    },
    4 * MINUTE,
  );

  test('the stub answered exactly what moto lacks', () => {
    expect(aws.gateway.stubbed()).toEqual(ANSWERED_BY_THE_STUB);
  });

  /** Until that has been asked for, or the work is over without it. */
  async function callOf(service: string, operation: string, work: Promise<unknown>): Promise<void> {
    let isOver = false;
    void work.finally(() => (isOver = true));
    const isCalled = (): boolean =>
      aws.gateway.calls.some((call) => call.service === service && call.operation === operation);
    while (!isCalled() && !isOver) await setTimeout(100);
  }

  function accountsOf(service: string, operation: string): string[] {
    const calls = aws.gateway.calls.filter(
      (call) => call.service === service && call.operation === operation,
    );
    return [...new Set(calls.map(({ account }) => account))].sort();
  }
});
