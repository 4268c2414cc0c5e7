import { Testing } from 'cdktf';
import { KNOWN_REGIONS } from '../../compiler/environments/known-regions';
import { accessResources } from '../../delivery/access-resources';
import { AccessStack } from '../../stacks/access-stack';
import { anAlarm, anEnvironment, aWave } from '../builders/environment';
import { aProject, aTools } from '../builders/project';
import { decide, type Request } from '../builders/policy-decision';
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
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
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
const LOOKS_BOUNDARY = 'arn:aws:iam::333333333333:policy/dynconf-looks-prod';
const CHANGES_ROLES = ['dynconf-inspect-prod', 'dynconf-platform-prod'];
const withPlans = {
  ...project,
  tools: aTools({
    pullRequests: { provider: 'github', environment: 'plan' },
    backend: { type: 's3', bucket: 'states', region: 'eu-west-1' },
  }),
  environments: project.environments.map((environment) => ({
    ...environment,
    canary: { everyMinutes: 5 },
    backend: { type: 's3' as const, bucket: 'states', region: 'eu-west-1' },
  })),
};
/** Roles of access stacks that no boundary limits, and why. */
const WITHOUT_BOUNDARY = {
  'dynconf-platform-prod': 'changes the others: nothing that it may change says what it may do',
};

test('AccessStack keeps every role within a boundary, but for the one that changes the others', () => {
  withSynthesized(withPlans, ({ stack }) => {
    const roles = rolesOf(stack('access-prod'));
    const namesWithin = (arn: unknown): string[] =>
      roles.flatMap(({ name, boundary }) => (boundary === arn ? [name] : []));
    expect(namesWithin(undefined)).toEqual(Object.keys(WITHOUT_BOUNDARY));
    // These run before anybody has said yes.
    expect(namesWithin(LOOKS_BOUNDARY).sort()).toEqual(['dynconf-inspect-prod', 'dynconf-plan-prod']);
    expect(namesWithin(BOUNDARY)).toHaveLength(roles.length - 3);
  });
});

test('AccessStack has boundaries that let each role do all that it may, and say nothing of regions', () => {
  withSynthesized(withPlans, ({ stack }) => {
    const policies = Object.values(stack('access-prod').resource['aws_iam_policy'] ?? {});
    const most = (arn: unknown): Statement[] => {
      const found = policies.find(({ name }) => String(arn).endsWith(`/${String(name)}`));
      return (JSON.parse(String(found?.['policy'])) as { Statement: Statement[] }).Statement;
    };
    const roles = rolesOf(stack('access-prod')).filter(({ boundary }) => boundary !== undefined);
    const kept = roles.flatMap(({ name, boundary, statements }) =>
      requestsOf(statements)
        .filter((request) => decide(most(boundary), request) !== 'allowed')
        .map(({ action, resource }) => `${name} ${action} ${resource}`),
    );
    expect(kept).toEqual([]);
    expect(JSON.stringify(most(BOUNDARY))).not.toContain('us-east-1:333333333333');
  });
});

test.each([
  ['every region there is', { name: 'prod', bucket: 'states', regions: KNOWN_REGIONS }],
  [
    'the longest names, in 18 regions',
    { name: `p${'x'.repeat(31)}`, bucket: 'b'.repeat(63), regions: KNOWN_REGIONS.slice(0, 18) },
  ],
])('AccessStack has policies that IAM takes, with %s', (_about, { name, bucket, regions }) => {
  const key = 'arn:aws:kms:ap-southeast-1:333333333333:key/1a2b3c4d-1a2b-4c3d-8a2b-1a2b3c4d5e6f';
  const environment = anEnvironment({
    ...withPlans.environments[1],
    name,
    backend: { type: 's3' as const, bucket, region: 'ap-southeast-1', kmsKey: key },
    waves: [aWave({ regions })],
  });
  const resources = accessResources(environment, withPlans.tools);
  const { resource } = JSON.parse(
    Testing.synth(new AccessStack(Testing.app(), resources.stack, { resources })),
  ) as TerraformJson;
  const longest = (type: string): number =>
    Math.max(...Object.values(resource[type] ?? {}).map(({ policy }) => String(policy).length));
  expect(longest('aws_iam_role_policy')).toBeLessThanOrEqual(10_240);
  expect(longest('aws_iam_policy')).toBeLessThanOrEqual(6_144);
});

test('AccessStack limits who plans to looking: no role is taken on, and nothing is written', () => {
  withSynthesized(withPlans, ({ stack }) => {
    const policies = Object.values(stack('access-prod').resource['aws_iam_policy'] ?? {});
    const looks = policies.find(({ name }) => name === 'dynconf-looks-prod');
    const { Statement } = JSON.parse(String(looks?.['policy'])) as { Statement: Statement[] };
    const actions = Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^[a-z0-9-]+:(Get|List|Describe)|^kms:Decrypt$/.test(action))).toEqual(
      [],
    );
  });
});

test('AccessStack limits no role of a temporary environment: an administrator makes it, and no pipeline changes it', () => {
  const temporary = { owner: 'team-a', expires: '2099-01-01', from: 'prod' };
  const environments = [anEnvironment({ name: 'feat', account: '333333333333', temporary })];
  withSynthesized({ ...project, environments }, ({ stack }) => {
    expect(rolesOf(stack('access-feat')).map(({ name }) => name)).toEqual(['dynconf-remove-feat']);
  });
});

/** What an allowance is about, once for each action and resource, on its own terms. */
function requestsOf(statements: readonly Statement[]): Request[] {
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource, Condition }) => {
      const terms = Object.values(Condition ?? {});
      const values = terms.flatMap((keys) =>
        Object.entries(keys).map(([key, value]) => [key, [value].flat()[0]?.replaceAll('*', 'x') ?? '']),
      );
      const context = Object.fromEntries(values) as Record<string, string>;
      return [Action]
        .flat()
        .flatMap((action) =>
          [Resource].flat().map((arn) => ({ action, resource: arn.replaceAll('*', 'x'), context })),
        );
    });
}

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
