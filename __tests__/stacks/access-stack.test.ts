import { anAlarm, anEnvironment } from '../builders/environment';
import { aProject, aTools } from '../builders/project';
import { type TerraformJson, withSynthesized } from '../builders/synth';

const project = aProject({
  environments: [
    anEnvironment({ name: 'local' }),
    anEnvironment({ name: 'prod', account: '333333333333', alarms: [anAlarm()] }),
  ],
  tools: aTools(),
});

test('AccessStack trusts what releases to the environment alone, by name and with what it has to say', () => {
  withSynthesized(project, ({ stack }) => {
    const all = Object.values(stack('access-prod').resource['aws_iam_role'] ?? {});
    const roles = all.filter(({ name }) => !/events|watch|inspect|platform/.test(String(name)));
    const trust = roles.map(({ name, assume_role_policy }) => [
      name,
      JSON.parse(String(assume_role_policy)) as unknown,
    ]);
    expect(trust).toHaveLength(4);
    for (const [name, policy] of trust) {
      expect(policy).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { AWS: ['arn:aws:iam::999999999999:role/dynconf-release-prod'] },
            Condition: {
              StringEquals: {
                'sts:ExternalId': `dynconf:${String(name)}`,
                'aws:PrincipalAccount': '999999999999',
              },
            },
          },
          {
            Effect: 'Allow',
            Action: 'sts:TagSession',
            Principal: { AWS: ['arn:aws:iam::999999999999:role/dynconf-release-prod'] },
            Condition: {
              StringEquals: { 'aws:RequestTag/Environment': 'prod' },
              StringLikeIfExists: { 'aws:RequestTag/Stack': ['prod-*', 'access-prod'] },
              'ForAllValues:StringEquals': { 'aws:TagKeys': ['Environment', 'Stack'] },
            },
          },
        ],
      });
    }
  });
});

test('AccessStack lets CodePipeline itself look at alarms, and do nothing else', () => {
  withSynthesized(project, ({ stack }) => {
    const { aws_iam_role, aws_iam_role_policy } = stack('access-prod').resource;
    const [id = '', role] =
      Object.entries(aws_iam_role ?? {}).find(([, { name }]) => name === 'dynconf-watch-prod') ?? [];
    expect(JSON.parse(String(role?.['assume_role_policy']))).toMatchObject({
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Principal: { AWS: ['arn:aws:iam::999999999999:role/dynconf-pipeline'] },
          // CodePipeline says no external id.
          Condition: { StringEquals: { 'aws:PrincipalAccount': '999999999999' } },
        },
      ],
    });
    const policy = Object.entries(aws_iam_role_policy ?? {}).find(([, block]) =>
      String(block['role']).includes(`aws_iam_role.${id}.`),
    )?.[1]['policy'];
    const { Statement } = JSON.parse(String(policy)) as { Statement: { Action: string[] }[] };
    expect(Statement.map(({ Action }) => Action)).toEqual([['cloudwatch:DescribeAlarms']]);
  });
});

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
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

const BOUNDARY = 'arn:aws:iam::333333333333:policy/dynconf-roles-prod';
const CHANGES_ROLES = ['dynconf-inspect-prod', 'dynconf-platform-prod'];

test('AccessStack keeps every role within a boundary, but for those that change the others', () => {
  withSynthesized(project, ({ stack }) => {
    const roles = rolesOf(stack('access-prod'));
    const within = roles.filter(({ boundary }) => boundary === BOUNDARY).map(({ name }) => name);
    expect(within.length).toBeGreaterThan(5);
    expect(
      roles
        .map(({ name }) => name)
        .filter((name) => !within.includes(name))
        .sort(),
    ).toEqual(CHANGES_ROLES);
    const policies = Object.values(stack('access-prod').resource['aws_iam_policy'] ?? {});
    const boundary = policies.find(({ name }) => name === 'dynconf-roles-prod');
    const most = (JSON.parse(String(boundary?.['policy'])) as { Statement: Statement[] }).Statement;
    const held = new Set(most.flatMap(({ Action }) => Action));
    const actions = roles
      .filter(({ name }) => within.includes(name))
      .flatMap(({ statements }) => statements.flatMap(({ Action }) => Action));
    expect(actions.filter((action) => !held.has(action))).toEqual([]);
    // Regions come and go without it.
    expect(JSON.stringify(most)).not.toContain('us-east-1:333333333333');
  });
});

test('AccessStack lets roles be changed by what changes neither itself nor a boundary, and takes on none of them', () => {
  withSynthesized(project, ({ stack }) => {
    const roles = rolesOf(stack('access-prod'));
    const statementsOf = (name: string) => roles.find((role) => role.name === name)?.statements ?? [];
    const changes = statementsOf('dynconf-platform-prod').filter(({ Action }) =>
      [Action].flat().some((action) => !/:(Get|List)/.test(action)),
    );
    const resources = changes.flatMap(({ Effect, Resource }) => (Effect === 'Allow' ? Resource : []));
    expect(resources.filter((arn) => CHANGES_ROLES.some((name) => arn.endsWith(`/${name}`)))).toEqual([]);
    expect(resources.filter((arn) => arn.includes(':policy/'))).toEqual([]);
    const grants = changes.find(({ Sid }) => Sid === 'GrantWithinBoundary');
    expect(grants?.Condition).toEqual({ StringEquals: { 'iam:PermissionsBoundary': BOUNDARY } });
    expect(changes).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Action: ['sts:AssumeRole', 'sts:TagSession'] }),
    );
    const actions = statementsOf('dynconf-platform-prod').flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.startsWith('appconfig:'))).toEqual([]);
    const looks = statementsOf('dynconf-inspect-prod').flatMap(({ Action }) => Action);
    expect(looks.filter((action) => !/:(Get|List|Decrypt)/.test(action))).toEqual([]);
  });
});

test('AccessStack is in the environment’s account, and local has none', () => {
  withSynthesized(project, ({ stack }) => {
    expect(stack('access-prod').provider.aws).toMatchObject([{ allowed_account_ids: ['333333333333'] }]);
    expect(() => stack('access-local')).toThrow('ENOENT');
  });
});

test('AccessStack is needed where there is a pipeline only', () => {
  withSynthesized(aProject(), ({ stack }) => {
    expect(() => stack('access-beta')).toThrow('ENOENT');
  });
});

test('AccessStack makes the boundary of the environment’s roles, out of reach of the role that needs it', () => {
  withSynthesized(project, ({ stack }) => {
    const { resource } = stack('access-prod');
    const boundary = Object.values(resource['aws_iam_policy'] ?? {}).find(
      ({ name }) => name === 'dynconf-boundary-prod',
    );
    expect(boundary).toMatchObject({ name: 'dynconf-boundary-prod' });
    // IAM's default path is /, and what foundation may change is under /dynconf/prod/.
    expect(boundary).not.toHaveProperty('path');
    expect(String(boundary?.['policy'])).not.toContain('iam:');
    const role = Object.values(stack('prod-us-east-1-foundation').resource['aws_iam_role'] ?? {})[0];
    expect(role?.['permissions_boundary']).toBe('arn:aws:iam::333333333333:policy/dynconf-boundary-prod');
  });
});

test('AccessStack lets the environment’s own rules put events on the bus of the tools, and nothing else', () => {
  withSynthesized(project, ({ stack }) => {
    const { aws_iam_role, aws_iam_role_policy } = stack('access-prod').resource;
    const role = Object.values(aws_iam_role ?? {}).find(({ name }) => name === 'dynconf-events-prod');
    expect(JSON.parse(String(role?.['assume_role_policy']))).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'events.amazonaws.com' },
          Condition: {
            ArnLike: { 'aws:SourceArn': ['arn:aws:events:us-east-1:333333333333:rule/dynconf-prod-*'] },
          },
        },
      ],
    });
    const puts = Object.values(aws_iam_role_policy ?? {}).map(({ policy }) => String(policy));
    expect(puts.filter((policy) => policy.includes('events:PutEvents'))).toEqual([
      expect.stringContaining(
        '"Resource":"arn:aws:events:us-east-1:999999999999:event-bus/dynconf-release-events"',
      ),
    ]);
  });
});

test('AccessStack lets approved jobs of one repository plan, when tools.yaml says so, and nobody else', () => {
  const tools = aTools({ pullRequests: { provider: 'github', environment: 'plan' } });
  withSynthesized({ ...project, tools }, ({ stack }) => {
    const { aws_iam_role, aws_iam_role_policy } = stack('access-prod').resource;
    const role = Object.values(aws_iam_role ?? {}).find(({ name }) => name === 'dynconf-plan-prod');
    expect(JSON.parse(String(role?.['assume_role_policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: {
            Federated: 'arn:aws:iam::333333333333:oidc-provider/token.actions.githubusercontent.com',
          },
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': 'repo:example/shop-configuration:environment:plan',
            },
          },
        },
      ],
    });
    const others = Object.values(aws_iam_role ?? {}).filter(({ name }) => name !== 'dynconf-plan-prod');
    expect(JSON.stringify(others)).not.toContain('Federated');
    expect(Object.keys(aws_iam_role_policy ?? {}).some((id) => id.startsWith('Plan_'))).toBe(true);
  });
  withSynthesized(project, ({ stack }) => {
    expect(JSON.stringify(stack('access-prod').resource)).not.toContain('dynconf-plan-prod');
  });
});
