import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProject } from '../../compiler/load-project';
import { planRole } from '../../delivery/review/pull-request-resources';
import type { PlanMeaning, Plans } from '../../delivery/review/review';
import { terraformEnvironment } from '../../release/terraform/terraform-environment';
import { type AwsStacks, startAwsStacks } from '../builders/aws-stacks';
import { type FakeOidc, startFakeOidc } from '../builders/fake-oidc';
import { type GitHubProject, startGitHubProject } from '../builders/github-project';
import type { JobRun } from '../builders/github-runner';
import { describeWithMoto } from '../builders/moto-prerequisite';
import { describeInRepository } from '../builders/repository-prerequisite';
import { writeProject } from '../builders/write-project';

const MINUTE = 60_000;
const LONGEST = 8 * MINUTE;
const [TOOLS, BETA] = ['999999999999', '111111111111'];
const BUCKET = 'shop-states';
const BACKEND = `backend: { type: s3, bucket: ${BUCKET}, region: us-east-1 }\n`;
const flag = (limit: number): Record<string, string> => ({
  'flags/checkout/pay.yaml': `description: Pay\nowner: team-payments\nlifecycle: permanent\nattributes: { limit: { type: number } }\ndefault: { enabled: true, limit: ${limit} }\n`,
});
/** Without a canary, which moto has not: one foundation, and flags. */
const SHOP = {
  'environments/tools.yaml': `kind: tools\naccount: "${TOOLS}"\nregion: us-east-1\nsource: { connection: "arn:aws:codeconnections:us-east-1:${TOOLS}:connection/abc", repository: example/shop }\npull-requests: { provider: github, environment: plan }\n${BACKEND}`,
  'environments/beta.yaml': `account: "${BETA}"\nregions: [us-east-1]\nstrategy: AppConfig.AllAtOnce\n${BACKEND}`,
  ...flag(100),
};
const STACKS = ['beta-us-east-1-foundation', 'beta-us-east-1-flags'];
const PLAN = { workflow: 'pull-request-plan', job: 'plan', variables: { DYNCONF_PLANS: 'on' } } as const;
const SECRET = 4_711;

describeInRepository('plans of pull requests', () =>
  describeWithMoto('the scripts of the workflow, run for real on a clean clone', provePlans),
);

function provePlans(): void {
  let aws: AwsStacks;
  let oidc: FakeOidc;
  let project: GitHubProject;

  beforeAll(async () => {
    const root = writeProject(SHOP);
    const { project: shop } = loadProject(root);
    const [beta] = shop?.environments ?? [];
    const role = shop?.tools && beta && planRole(beta, shop.tools);
    if (!shop || !role) throw new Error('the shop is not valid');
    aws = await startAwsStacks({ project: shop, root, accounts: { beta: BETA } });
    await createBucket(aws.gateway.url);
    for (const stack of STACKS) {
      const terraform = aws.terraform(stack, 'beta');
      await terraform.init();
      await terraform.apply(await terraform.plan(aws.path(`${stack}.tfplan`)));
    }
    const roleArn = `arn:aws:iam::${BETA}:role/${role.name}`;
    oidc = await startFakeOidc(aws.gateway.url, [{ ...role, roleArn }]);
    project = await startGitHubProject(SHOP);
  }, LONGEST);
  afterAll(async () => {
    await project?.close();
    await oidc?.close();
    await aws?.close();
  }, MINUTE);

  const variables = (subject: string): Record<string, string> => {
    const { env } = terraformEnvironment();
    const known = ['TF_CLI_CONFIG_FILE', 'TF_PLUGIN_MIRROR'].flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    });
    return {
      ...(Object.fromEntries(known) as Record<string, string>),
      ...oidc.jobVariables(subject),
      AWS_ENDPOINT_URL: aws.gateway.url,
      AWS_ENDPOINT_URL_STS: oidc.stsUrl,
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  };
  const changes = (): string[] =>
    aws.gateway.calls
      .filter(({ operation }) => /^(POST|PUT|PATCH|DELETE) |^(Create|Update|Delete|Put)/.test(operation))
      .map(({ service, operation, path }) => `${service} ${operation} ${path}`);

  test(
    'what a changed flag does to stacks joins the page, without a value of it, and nothing is changed or locked',
    async () => {
      const pull = project.propose({ number: 7, files: flag(SECRET) });
      const before = changes().length;
      expect(before).toBeGreaterThan(0);
      const run = await project.runPullRequest(pull, {
        ...PLAN,
        env: variables('repo:example/shop:environment:plan'),
      });
      expect(notGreen(run)).toEqual([]);
      expect(changes().slice(before)).toEqual([]);
      expect(new Set(oidc.taken)).toEqual(new Set([`arn:aws:iam::${BETA}:role/dynconf-plan-beta`]));
      const kept = readFileSync(join(run.artifacts['plan'] ?? '', 'plan.json'), 'utf8');
      expect(kept).not.toContain(String(SECRET));
      const { plans } = JSON.parse(kept) as { plans: PlanMeaning[] };
      expect(plans).toMatchObject([{ stack: 'beta-us-east-1-flags', documents: [{ changed: ['pay'] }] }]);

      const review = await project.runPullRequest(pull, { workflow: 'pull-request', job: 'review' });
      expect(notGreen(review)).toEqual([]);
      expect(notGreen(await project.runPage(pull))).toEqual([]);
      const [comment] = project.gitHub.comments;
      expect(comment?.body).toContain('aws_appconfig_deployment.');
      expect(comment?.body).toContain(`+ attributes.limit: ${SECRET}`);
    },
    LONGEST,
  );

  test(
    'what code changes of the roles is planned, without a change of any definition, and the page names what is not planned',
    async () => {
      const pull = project.propose({ number: 9, files: narrowerRoles() });
      const before = changes().length;
      const run = await project.runPullRequest(pull, {
        ...PLAN,
        env: variables('repo:example/shop:environment:plan'),
      });
      expect(notGreen(run)).toEqual([]);
      expect(changes().slice(before)).toEqual([]);
      const kept = readFileSync(join(run.artifacts['plan'] ?? '', 'plan.json'), 'utf8');
      const { plans } = JSON.parse(kept) as Plans;
      expect(plans.map(({ stack }) => stack)).toEqual([
        'access-beta',
        ...STACKS,
        'beta-us-east-1-operations',
      ]);
      expect(plans[0]?.resources.some(({ address }) => address.startsWith('aws_iam_role_policy.'))).toBe(
        true,
      );

      const review = await project.runPullRequest(pull, { workflow: 'pull-request', job: 'review' });
      expect(notGreen(review)).toEqual([]);
      expect(notGreen(await project.runPage(pull))).toEqual([]);
      const page = project.gitHub.comments.at(-1)?.body ?? '';
      expect(page).toContain('**No document changes.**');
      expect(page).toContain('code that makes the stacks changes, too (one file)');
      expect(page).toMatch(/aws_iam_role_policy\./);
      expect(page).toMatch(/Not planned here \(.*dynconf-platform.*`delivery-pipeline`/);
      expect(page).toMatch(/Not planned here \(.*dynconf bootstrap.*`access-tools`/);
    },
    LONGEST,
  );

  test(
    'a job that nobody approved gets no role, and the page says that there is no plan',
    async () => {
      const pull = project.propose({ number: 8, files: flag(200) });
      const taken = oidc.taken.length;
      const run = await project.runPullRequest(pull, {
        ...PLAN,
        env: variables('repo:example/shop:pull_request'),
      });
      expect(notGreen(run).map(({ name }) => name)).toEqual(['Plan']);
      expect(oidc.taken).toHaveLength(taken);
      const kept = readFileSync(join(run.artifacts['plan'] ?? '', 'plan.json'), 'utf8');
      const { plans } = JSON.parse(kept) as { plans: PlanMeaning[] };
      expect(plans).toMatchObject([{ stack: 'beta-us-east-1-flags', resources: [] }]);
      expect(plans[0]?.problem).toBeTruthy();
    },
    LONGEST,
  );
}

/** The committed roles, and one thing less that they may do. */
function narrowerRoles(): Record<string, string> {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', __dirname, ...args], { encoding: 'utf8' });
  const listed = "'appconfig:ListApplications', ";
  const [found] = git('grep', '--full-name', '-l', '-F', listed, 'HEAD', '--', ':/constructs').split('\n');
  const file = found?.replace('HEAD:', '') ?? '';
  return { [file]: git('show', `HEAD:${file}`).replaceAll(listed, '') };
}

function notGreen({ steps }: JobRun): JobRun['steps'] {
  return steps.filter(({ outcome }) => outcome !== 'success');
}

/** Nobody checks the signature; who asks is read from it. */
async function createBucket(endpoint: string): Promise<void> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${TOOLS}/20261121/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none`;
  await fetch(`${endpoint}/${BUCKET}`, { method: 'PUT', headers: { authorization } });
}
