import { loadProject } from '../../compiler/load-project';
import { type AwsStacks, startAwsStacks } from '../builders/aws-stacks';
import { describeWithMoto } from '../builders/moto-prerequisite';
import { type PlatformBuilds, type PlatformOutcome, startPlatformBuilds } from '../builders/platform-builds';
import { writeProject } from '../builders/write-project';

const MINUTE = 60_000;
const ACCOUNTS = { tools: '999999999999', beta: '111111111111' };
const BUCKET = 'shop-states';
const BACKEND = `backend: { type: s3, bucket: ${BUCKET}, region: us-east-1 }`;
const FILES = {
  'environments/tools.yaml': `kind: tools
account: "${ACCOUNTS.tools}"
region: us-east-1
source: { connection: "arn:aws:codeconnections:us-east-1:${ACCOUNTS.tools}:connection/0f3c1f1e-5f2a-4a57-9b1d-7d8d5c0b9e11", repository: example/shop, trunk: main }
${BACKEND}
`,
  'environments/beta.yaml': `account: "${ACCOUNTS.beta}"\nregions: [us-east-1]\n${BACKEND}\n`,
  'opconfig/checkout.yaml': 'owner: team-a\ndefault: { log-level: info }\n',
};
/** One that the project applies as itself, and one that it takes a role on for. */
const STACKS = ['release-events', 'access-beta'] as const;
type Stack = (typeof STACKS)[number];
const ROLE = 'dynconf-read-beta';

describeWithMoto('the platform pipeline: its buildspecs, run for real', () => {
  let aws: AwsStacks;
  let builds: PlatformBuilds;

  beforeAll(async () => {
    const root = writeProject(FILES);
    const { project, diagnostics } = loadProject(root);
    if (!project) throw new Error(JSON.stringify(diagnostics, undefined, 1));
    aws = await startAwsStacks({ project, root, accounts: ACCOUNTS });
    const { url } = aws.gateway;
    builds = startPlatformBuilds({
      endpoint: url,
      cdktfOut: aws.path('cdktf.out'),
      account: ACCOUNTS.tools,
    });
    await fetch(`${url}/${BUCKET}`, { method: 'PUT', headers: signedFor('tools', 's3') });
  }, MINUTE);

  afterAll(async () => {
    builds?.close();
    await aws?.close();
  });

  const plan = (stack: Stack): Promise<PlatformOutcome> => builds.run('Plan', `plan-${stack}`);
  /** With what its plan has exported; absent: nothing has been. */
  const apply = (stack: Stack, { exported }: PlatformOutcome): Promise<PlatformOutcome> =>
    builds.run('Apply', stack, { [`plan-${stack}.PLAN`]: exported['PLAN'] ?? '' });

  /** Calls that change something in the account of beta, or a state of it, since then. */
  function changesSince(start: number): string[] {
    return aws.gateway.calls
      .slice(start)
      .filter(({ account }) => account === ACCOUNTS.beta)
      .map(({ operation, path }) => (path.endsWith('.tflock') ? 'lock' : operation))
      .filter((operation) => !/^(Get|List|HEAD|lock)/i.test(operation));
  }

  async function iam(form: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ Version: '2010-05-08', ...form });
    const answer = await fetch(aws.gateway.url, { method: 'POST', headers: signedFor('beta', 'iam'), body });
    return answer.text();
  }

  async function deleteRole(name: string): Promise<void> {
    const listed = await iam({ Action: 'ListRolePolicies', RoleName: name });
    for (const [, policy = ''] of listed.matchAll(/<member>([^<]+)<\/member>/g))
      await iam({ Action: 'DeleteRolePolicy', RoleName: name, PolicyName: policy });
    await iam({ Action: 'DeleteRole', RoleName: name });
  }

  /** Of a stack in beta; what the plan of then had a change for is refused now, and nothing is changed. */
  async function refusal(approved: PlatformOutcome): Promise<string[]> {
    const start = aws.gateway.calls.length;
    const { exitCode, output } = await apply('access-beta', approved);
    expect([exitCode, changesSince(start)]).toEqual([3, []]);
    expect(output).toContain('refused: this is not the plan that was approved');
    const said = output.split('\n').filter((line) => /^ {2}.*: (was not|is another)/.test(line));
    return said.map((line) => line.replace(/_[0-9A-F]{8}:/, ':').trim());
  }

  let empty: PlatformOutcome;
  let anew: PlatformOutcome;

  test(
    'what was planned and approved is applied, and then there is nothing to change',
    async () => {
      await Promise.all(
        STACKS.map(async (stack) => {
          const approved = await plan(stack);
          expect(failureOf(approved)).toBe('');
          expect(approved.output).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy/);
          expect(failureOf(await apply(stack, approved))).toBe('');
        }),
      );
      empty = await plan('access-beta');
      expect(empty.output).toContain('No changes.');
    },
    3 * MINUTE,
  );

  test(
    'what somebody has changed since it was approved is refused, and nothing is changed',
    async () => {
      await deleteRole(ROLE);
      expect(await refusal(empty)).toEqual([
        'create aws_iam_role.Read_Role: was not approved',
        'create aws_iam_role_policy.Read_Policy: was not approved',
      ]);
    },
    3 * MINUTE,
  );

  test(
    'what another build made of the same commit is not what was approved',
    async () => {
      anew = await plan('access-beta');
      // Who runs anything at all in the account of the tools would be trusted.
      const others = builds.rebuild('access-beta', (text) =>
        text.replaceAll('role/dynconf-release-beta', 'role/dynconf-build'),
      );
      const said = await refusal(anew);
      others.undo();
      expect(said).toContain('create aws_iam_role.Read_Role: is another change than was approved');
      expect(said).toContain('update aws_iam_role.DeployFlags_Role: was not approved');
    },
    3 * MINUTE,
  );

  test(
    'what is approved anew goes through, and done again it changes nothing',
    async () => {
      expect(failureOf(await apply('access-beta', anew))).toBe('');
      expect(await iam({ Action: 'GetRole', RoleName: ROLE })).toContain('<Arn>');
      const start = aws.gateway.calls.length;
      const again = await apply('access-beta', anew);
      expect([failureOf(again), changesSince(start)]).toEqual(['', []]);
      expect(again.output).toContain('nothing to change: nothing is applied');
    },
    3 * MINUTE,
  );
});

/** Neither the gateway nor moto checks a signature; they read from it who asks for what. */
function signedFor(account: keyof typeof ACCOUNTS, service: string): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNTS[account]}/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`,
  };
}

function failureOf({ exitCode, output }: PlatformOutcome): string {
  return exitCode === 0 ? '' : output;
}
