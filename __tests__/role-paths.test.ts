import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Statement } from '../constructs/policies/policy';
import { decide } from './builders/policy-decision';
import { withSynthesized } from './builders/synth';
import { loadedProject, WHOLE_SHOP_WITH_WORKLOADS } from './builders/whole-shop';

interface Role {
  readonly arn: string;
  readonly name: string;
  /** Of the account of the tools, or of an environment. */
  readonly stack: string;
  readonly statements: readonly Statement[];
  readonly boundary: readonly Statement[] | undefined;
  /** Roles that may take it on. */
  readonly trusts: readonly string[];
}

const TOOLS = '999999999999';
const roles = everyRole();
const named = (name: string): Role => {
  const role = roles.find((each) => each.name === name);
  if (!role) throw new Error(`no role ${name}`);
  return role;
};
const outside = roles.filter(({ arn }) => !arn.includes(`::${TOOLS}:`));
const inTools = roles.filter(({ arn }) => arn.includes(`::${TOOLS}:`));

/** Between accounts a role has to be let in and to be allowed to go. */
function takesOn(from: Role, to: Role): boolean {
  return (
    to.trusts.includes(from.arn) &&
    verdict(from, { action: 'sts:AssumeRole', resource: to.arn }) === 'allowed'
  );
}

function verdict(
  { statements, boundary, arn }: Role,
  request: { readonly action: string; readonly resource: string; readonly context?: Record<string, string> },
): ReturnType<typeof decide> {
  const asked = { ...request, context: { 'aws:PrincipalArn': arn, ...request.context } };
  const own = decide(statements, asked);
  if (own !== 'allowed' || boundary === undefined) return own;
  return decide(boundary, asked);
}

test('each role of the tools reaches the roles that its work is, in its own environment, and no other', () => {
  const reached = inTools.map((role) => [
    role.name,
    outside.filter((other) => takesOn(role, other)).map(({ name }) => name),
  ]);
  const of = (environment: string, ...kinds: readonly string[]) =>
    kinds.map((kind) => `${kind}-${environment}`);
  const each = (kind: string) =>
    ['beta', 'gamma', 'prod'].map((environment) => `dynconf-${kind}-${environment}`);
  const releases = ['beta', 'gamma', 'prod'].flatMap((environment): [string, string[]][] => [
    [
      `dynconf-release-${environment}`,
      [
        ...['foundation', 'flags', 'operations'].map((kind) => `dynconf-deploy-${environment}-${kind}`),
        ...of(environment, 'dynconf-read'),
      ],
    ],
    [`dynconf-test-${environment}`, of(environment, 'dynconf-read')],
  ]);
  const known = Object.fromEntries(reached.filter(([, names]) => names?.length !== 0)) as Record<
    string,
    string[]
  >;
  expect(Object.keys(known).sort()).toEqual(
    [
      ...releases.map(([name]) => name),
      ...['expire', 'inspect', 'platform', 'pipeline-buying', 'pipeline-finding'].map(
        (name) => `dynconf-${name}`,
      ),
    ].sort(),
  );
  for (const [name, wanted] of releases) expect(known[name]?.sort()).toEqual(wanted.sort());
  expect(known['dynconf-platform']?.sort()).toEqual(each('platform'));
  expect(known['dynconf-inspect']?.sort()).toEqual(each('inspect'));
  expect(known['dynconf-pipeline-buying']?.sort()).toEqual(each('watch'));
  expect(known['dynconf-expire']).toEqual(['dynconf-remove-feat']);
});

test('who changes the roles of the tools takes on none of them, whomever they trust', () => {
  const platform = named('dynconf-platform');
  // It may write the trust of a role, and a role that names another of its account lets it in: only a denial counts.
  const takes = (role: Role) => verdict(platform, { action: 'sts:AssumeRole', resource: role.arn });
  const own = outside.filter(({ name }) => /^dynconf-platform-/.test(name));
  expect(own).toHaveLength(3);
  expect(own.map(takes)).toEqual(['allowed', 'allowed', 'allowed']);
  const others = roles.filter((role) => !own.includes(role));
  expect(others.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['dynconf-sign', 'dynconf-release-prod', 'dynconf-deploy-prod-flags']),
  );
  expect(others.filter((role) => takes(role) !== 'denied').map(({ name }) => name)).toEqual([]);
});

test('who changes the roles of an environment takes on none at all, whomever they trust', () => {
  for (const platform of ['beta', 'gamma', 'prod'].map((environment) =>
    named(`dynconf-platform-${environment}`),
  )) {
    const taken = roles.filter(
      ({ arn }) => verdict(platform, { action: 'sts:AssumeRole', resource: arn }) !== 'denied',
    );
    expect(taken).toEqual([]);
  }
});

test('who changes roles neither signs nor changes who signs, nor what it is itself', () => {
  const platform = named('dynconf-platform');
  const boundary = { 'iam:PermissionsBoundary': `arn:aws:iam::${TOOLS}:policy/dynconf-roles-tools` };
  const key = `arn:aws:kms:us-east-1:${TOOLS}:key/1a2b3c4d-1a2b-4c3d-8a2b-1a2b3c4d5e6f`;
  const changes = ['UpdateAssumeRolePolicy', 'PutRolePolicy', 'DeleteRole', 'PutRolePermissionsBoundary'];
  for (const name of ['dynconf-sign', 'dynconf-platform', 'dynconf-inspect'])
    for (const change of changes)
      expect(
        verdict(platform, { action: `iam:${change}`, resource: named(name).arn, context: boundary }),
      ).toBe('denied');
  for (const action of ['kms:Sign', 'kms:PutKeyPolicy'])
    expect(verdict(platform, { action, resource: key })).toBe('denied');
  expect(
    inTools.filter((role) => verdict(role, { action: 'kms:Sign', resource: key }) === 'allowed'),
  ).toEqual([]);
  // What it is there for.
  const release = named('dynconf-release-prod').arn;
  expect(verdict(platform, { action: 'iam:PutRolePolicy', resource: release, context: boundary })).toBe(
    'allowed',
  );
});

test('who changes roles hands its own to no service, and those that it makes to those that run them', () => {
  const passing = (name: string) =>
    verdict(named('dynconf-platform'), {
      action: 'iam:PassRole',
      resource: named(name).arn,
      context: { 'iam:PassedToService': 'codebuild.amazonaws.com' },
    });
  expect(['dynconf-platform', 'dynconf-inspect'].map(passing)).toEqual(['denied', 'denied']);
  expect(['dynconf-release-prod', 'dynconf-sign'].map(passing)).toEqual(['allowed', 'allowed']);
});

test('nobody but who plans and applies the roles of an environment reads or writes their state', () => {
  const reach = roles.filter((role) =>
    ['s3:GetObject', 's3:PutObject'].some(
      (action) =>
        verdict(role, { action, resource: 'arn:aws:s3:::states/prod/access-prod.tfstate' }) === 'allowed',
    ),
  );
  expect(reach.map(({ name }) => name).sort()).toEqual([
    'dynconf-inspect-prod',
    'dynconf-plan-prod',
    'dynconf-platform-prod',
  ]);
});

/** Those with a name of ours, in stacks that hold roles which others take on. */
function everyRole(): Role[] {
  return withSynthesized(loadedProject(WHOLE_SHOP_WITH_WORKLOADS), ({ outdir, stack }) => {
    const stacks = readdirSync(join(outdir, 'stacks')).filter((name) => !/-foundation$/.test(name));
    const all = stacks.map((name) => ({ name, ...stack(name) }));
    const boundaries = new Map(
      all.flatMap(({ resource, provider }) =>
        Object.values(resource['aws_iam_policy'] ?? {}).map((policy) => [
          `arn:aws:iam::${accountOf(provider)}:policy/${String(policy['name'])}`,
          statementsIn(policy['policy']),
        ]),
      ),
    );
    return all.flatMap(({ name, resource, provider }) =>
      Object.entries(resource['aws_iam_role'] ?? {}).map(([id, role]): Role => {
        const policies = Object.values(resource['aws_iam_role_policy'] ?? {}).filter((policy) =>
          String(policy['role']).includes(`aws_iam_role.${id}.`),
        );
        return {
          arn: `arn:aws:iam::${accountOf(provider)}:role/${String(role['name'])}`,
          name: String(role['name']),
          stack: name,
          statements: policies.flatMap((policy) => statementsIn(policy['policy'])),
          boundary: boundaries.get(String(role['permissions_boundary'])),
          trusts: statementsIn(role['assume_role_policy']).flatMap(({ Principal = {} }) =>
            Principal === '*' ? [] : [Principal['AWS'] ?? []].flat(),
          ),
        };
      }),
    );
  });
}

function accountOf({ aws }: { readonly aws: readonly Readonly<Record<string, unknown>>[] }): string {
  return String((aws[0]?.['allowed_account_ids'] as string[] | undefined)?.[0]);
}

function statementsIn(policy: unknown): Statement[] {
  return (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
}
