import { anEnvironment } from '../builders/environment';
import { aProject, aTools } from '../builders/project';
import { only, type SynthesizedProject, type TerraformJson, withSynthesized } from '../builders/synth';

const tools = aTools({
  notify: ['arn:aws:sns:us-east-1:999999999999:releases'],
  backend: { type: 's3', bucket: 'states', region: 'us-east-1' },
});
const project = aProject({
  environments: [
    anEnvironment({ account: '111111111111' }),
    anEnvironment({ name: 'prod', account: '333333333333', after: 'beta' }),
  ],
  tools,
});
const CHANGES_ROLES = ['dynconf-inspect', 'dynconf-platform'];
const BOUNDARY = 'arn:aws:iam::999999999999:policy/dynconf-roles-tools';
const TOOLS_STACKS = ['delivery-pipeline', 'platform-pipeline', 'release-events', 'temporary-environments'];

const withPullRequests = {
  ...project,
  tools: { ...tools, pullRequests: { provider: 'codebuild' as const } },
};

function inPlatform<T>(use: (stack: TerraformJson, all: SynthesizedProject) => T, given = project): T {
  return withSynthesized(given, (all) => use(all.stack('platform-pipeline'), all), {
    environments: ['tools'],
  });
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}
interface Stage {
  readonly name: string;
  readonly action: readonly {
    readonly name: string;
    readonly run_order: number;
    readonly namespace?: string;
    readonly input_artifacts?: readonly string[];
    readonly configuration: Readonly<Record<string, string>>;
  }[];
}
const stagesOf = (stack: TerraformJson) => only(stack, 'aws_codepipeline')['stage'] as Stage[];

interface Buildspec {
  readonly env: Readonly<Record<string, unknown>>;
  readonly phases: Readonly<Record<string, { readonly commands: readonly string[] }>>;
}

/** `$${` is Terraform's way to write `${`. */
function buildspecOf(stack: TerraformJson, project: string): Buildspec {
  const projects = Object.values(stack.resource['aws_codebuild_project'] ?? {});
  const found = projects.find(({ name }) => name === project)?.['source'] as { buildspec: string };
  return JSON.parse(found.buildspec.replaceAll('$${', '${').replaceAll('%%{', '%{')) as Buildspec;
}

function variablesOf({ configuration }: Stage['action'][number]): Record<string, string> {
  const set = JSON.parse(configuration['EnvironmentVariables'] ?? '[]') as { name: string; value: string }[];
  return Object.fromEntries(set.map(({ name, value }) => [name, value]));
}

function rolesOf(stack: TerraformJson) {
  const { aws_iam_role, aws_iam_role_policy } = stack.resource;
  return Object.entries(aws_iam_role ?? {}).map(([id, role]) => {
    const own = Object.values(aws_iam_role_policy ?? {}).find((block) =>
      String(block['role']).includes(`aws_iam_role.${id}.`),
    );
    const { Statement } = JSON.parse(String(own?.['policy'])) as { Statement: Statement[] };
    return { name: String(role['name']), boundary: role['permissions_boundary'], statements: Statement };
  });
}

function statementsOf(stack: TerraformJson, name: string): readonly Statement[] {
  return rolesOf(stack).find((role) => role.name === name)?.statements ?? [];
}

test('PlatformPipelineStack plans as one who changes nothing, asks, and then applies as another', () => {
  inPlatform((stack) => {
    const projects = stagesOf(stack).map(({ name, action }) => [
      name,
      ...new Set(action.map(({ configuration }) => configuration['ProjectName'])),
    ]);
    expect(projects).toEqual([
      ['Source', undefined],
      ['Build', 'dynconf-build', 'dynconf-review'],
      ['Sign', 'dynconf-sign'],
      ['Plan', 'dynconf-inspect'],
      ['Approval', undefined],
      ['Apply', 'dynconf-platform'],
    ]);
    const looks = statementsOf(stack, 'dynconf-inspect').filter(
      ({ Sid }) => !/State|Log|Artifact/.test(Sid ?? ''),
    );
    const changes = looks
      .flatMap(({ Action }) => Action)
      .filter((action) => !/:(Get|List|Describe|BatchGet|Verify)/.test(action));
    expect(changes).toEqual(['sts:AssumeRole', 'sts:TagSession']);
    expect(looks.find(({ Sid }) => Sid === 'TakeOnRoles')?.Resource).toEqual([
      'arn:aws:iam::111111111111:role/dynconf-inspect-beta',
      'arn:aws:iam::333333333333:role/dynconf-inspect-prod',
    ]);
    const states = statementsOf(stack, 'dynconf-inspect').filter(({ Sid }) => /State/.test(Sid ?? ''));
    expect(states.flatMap(({ Action }) => Action)).not.toContain('s3:PutObject');
  });
});

test('PlatformPipelineStack applies what was approved: the mark of a plan is a variable of the action that applies it', () => {
  inPlatform((stack) => {
    const stages = stagesOf(stack);
    const plans = stages.find(({ name }) => name === 'Plan')?.action ?? [];
    const applies = stages.find(({ name }) => name === 'Apply')?.action ?? [];
    expect(plans.map(({ namespace }) => namespace)).toEqual(plans.map(({ name }) => name));
    expect(applies.map((action) => [action.name, variablesOf(action)['APPROVED']])).toEqual(
      plans.map(({ name }) => [name.replace('plan-', ''), `#{${name}.PLAN}`]),
    );
    expect(applies.map((action) => variablesOf(action)['STACK'])).toEqual(applies.map(({ name }) => name));
    const [plan, apply] = ['dynconf-inspect', 'dynconf-platform'].map((name) => buildspecOf(stack, name));
    expect(plan?.env['exported-variables']).toEqual(['PLAN']);
    expect(apply?.env['exported-variables']).toBeUndefined();
    const of = (buildspec: Buildspec | undefined): string =>
      Object.values(buildspec?.phases ?? {})
        .flatMap(({ commands }) => commands)
        .join('\n');
    // The script is the stack's own: the one of the artifact is not asked.
    for (const text of [of(plan), of(apply)]) expect(text).not.toContain('node scripts/');
    expect(of(plan)).toContain('terraform-as-approved.js" plan "cdktf.out/stacks/$STACK"');
    expect(of(apply)).toContain('terraform-as-approved.js" apply "cdktf.out/stacks/$STACK" "$APPROVED"');
    expect(of(apply)).not.toContain('npm ci');
  });
});

test('PlatformPipelineStack has buildspecs that CodeBuild takes', () => {
  inPlatform((stack) => {
    const lengths = Object.values(stack.resource['aws_codebuild_project'] ?? {}).map(
      ({ source }) => (source as { buildspec: string }).buildspec.length,
    );
    expect(lengths).toHaveLength(2);
    expect(Math.max(...lengths)).toBeLessThan(25_600);
  });
});

test('PlatformPipelineStack applies itself last, and no boundary', () => {
  inPlatform((stack) => {
    const applied = stagesOf(stack).at(-1)?.action ?? [];
    const last = [...applied].sort((left, right) => left.run_order - right.run_order).at(-1);
    expect(last?.name).toBe('platform-pipeline');
    expect(applied.map(({ name }) => name)).not.toContain('access-tools');
    expect(applied.every(({ input_artifacts }) => input_artifacts?.[0] === 'Signed')).toBe(true);
  });
});

test('PlatformPipelineStack releases nothing: it takes on roles that change roles, and no other', () => {
  inPlatform((stack) => {
    const statements = rolesOf(stack).flatMap((role) => role.statements);
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(
      allowed.flatMap(({ Action }) => Action).filter((action) => action.startsWith('appconfig')),
    ).toEqual([]);
    const taken = allowed
      .filter(({ Action }) => Action.includes('sts:AssumeRole'))
      .flatMap(({ Resource }) => Resource);
    expect(taken.filter((arn) => !/role\/dynconf-(inspect-[a-z]+|platform-\*)$/.test(arn))).toEqual([]);
    expect(taken).toHaveLength(4);
    expect(statementsOf(stack, 'dynconf-platform')).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Action: ['kms:Sign', 'kms:PutKeyPolicy'] }),
    );
  });
});

test('PlatformPipelineStack changes roles within their boundary only, and not the roles that it is', () => {
  inPlatform((stack) => {
    const statements = statementsOf(stack, 'dynconf-platform');
    const grants = statements.filter(
      ({ Action, Effect }) => Effect === 'Allow' && Action.includes('iam:PutRolePolicy'),
    );
    expect(grants.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'iam:PermissionsBoundary': BOUNDARY } },
    ]);
    const denied = statements.find(({ Sid }) => Sid === 'OwnRolesStay');
    expect(denied?.Resource).toEqual([
      'arn:aws:iam::999999999999:role/dynconf-platform',
      'arn:aws:iam::999999999999:role/dynconf-inspect',
      'arn:aws:iam::999999999999:role/dynconf-sign',
    ]);
    const written = statements.flatMap(({ Action, Effect }) => (Effect === 'Allow' ? Action : []));
    const changing = written.filter((action) => /^iam:(?!Get|List|PassRole)/.test(action));
    const isDenied = (action: string) =>
      [denied?.Action ?? []].flat().some((pattern) => action.startsWith(pattern.replace(/\*$/, '')));
    expect(changing.filter((action) => !isDenied(action))).toEqual([]);
    expect(
      written.filter(
        (action) => /^iam:.*Policy(Version)?$/.test(action) && /iam:(Create|Delete|Set).*Policy/.test(action),
      ),
    ).toEqual(['iam:DeleteRolePolicy']);
  });
});

test('PlatformPipelineStack finds every role of the tools account within the boundary, which holds all that they do', () => {
  inPlatform((_, { stack }) => {
    const policy = only(stack('access-tools'), 'aws_iam_policy');
    expect(policy['name']).toBe('dynconf-roles-tools');
    const most = (JSON.parse(String(policy['policy'])) as { Statement: Statement[] }).Statement;
    const held = most.flatMap(({ Action }) => Action);
    const roles = [...TOOLS_STACKS, 'pull-requests'].flatMap((name) => rolesOf(stack(name)));
    expect(roles.map(({ name }) => name)).toContain('dynconf-pull-requests');
    const without = roles.filter(({ boundary }) => boundary !== BOUNDARY).map(({ name }) => name);
    expect([...without].sort()).toEqual(CHANGES_ROLES);
    const actions = roles
      .filter(({ name }) => !CHANGES_ROLES.includes(name))
      .flatMap(({ statements }) => statements.flatMap(({ Action }) => Action));
    expect([...new Set(actions)].filter((action) => !held.includes(action))).toEqual([]);
    expect(held.filter((action) => /^(iam|appconfig):/.test(action))).toEqual([]);
  }, withPullRequests);
});
