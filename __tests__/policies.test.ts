import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Statement } from '../constructs/policies/policy';
import { UNNAMED_RESOURCES } from '../release/policies/unnamed-resources';
import { decide } from './builders/policy-decision';
import { withSynthesized } from './builders/synth';
import { loadedProject, WHOLE_SHOP_WITH_WORKLOADS } from './builders/whole-shop';

interface Policy {
  /** `<stack> <type>.<id> <attribute>` */
  readonly at: string;
  readonly text: string;
  readonly statements: readonly Statement[];
}

interface Role {
  readonly at: string;
  readonly path: string;
  readonly boundary: unknown;
}

const { policies, roles } = everyPolicy();
const statements = policies.flatMap(({ at, statements }) =>
  statements.map((statement) => ({ at, statement })),
);
const allowed = statements.filter(({ statement }) => statement.Effect === 'Allow');
/** In a key's own policy `*` is the key (KMS developer guide, "Key policies"). */
const isKeyPolicy = (at: string): boolean => / aws_kms_key\.\S+ policy$/.test(at);

test('policies are found in every kind of stack', () => {
  const kinds = new Set(
    policies.map(
      ({ at }) => (/access|delivery-pipeline|events|foundation|state|temporary/.exec(at) ?? [])[0],
    ),
  );
  expect([...kinds].sort()).toEqual([
    'access',
    'delivery-pipeline',
    'events',
    'foundation',
    'state',
    'temporary',
  ]);
  expect(policies.length).toBeGreaterThan(100);
});

test('no policy allows an action by wildcard', () => {
  const wild = allowed.filter(({ statement }) =>
    [statement.Action].flat().some((action) => action.includes('*')),
  );
  expect(wild).toEqual([]);
});

test('only what cannot be named is allowed on all resources, and the list says why', () => {
  const unnamed = allowed.filter(({ at, statement }) => statement.Resource === '*' && !isKeyPolicy(at));
  const actions = unnamed.flatMap(({ at, statement }) =>
    [statement.Action].flat().map((action) => ({ at, action })),
  );
  expect(actions.filter(({ action }) => !(action in UNNAMED_RESOURCES))).toEqual([]);
  // What nobody uses any more does not stay on the list.
  expect([...new Set(actions.map(({ action }) => action))].sort()).toEqual(
    Object.keys(UNNAMED_RESOURCES).sort(),
  );
});

test('every resource is of one account, and of one region or of those that its terms name, where its service has them', () => {
  // What roles may do at most is said without regions: they are in the policies of the roles.
  const granted = allowed.filter(({ at }) => !/ aws_iam_policy\.\w*(Roles|Looks)Boundary_/.test(at));
  const arnsOf = ({ Resource = [] }: Statement): string[] => [Resource].flat().filter((arn) => arn !== '*');
  const anyAccount = granted.filter(({ statement }) =>
    arnsOf(statement).some((arn) => /^arn:[^:]*:[^:]*:[^:]*:[^:]*\*/.test(arn)),
  );
  const anyRegion = granted.filter(
    ({ at, statement }) =>
      arnsOf(statement).some((arn) => /^arn:[^:]*:[^:]*:[^:]*\*/.test(arn)) &&
      statement.Condition?.['StringEquals']?.['aws:RequestedRegion'] === undefined &&
      !isDeniedElsewhere(at, statement),
  );
  expect([...anyAccount, ...anyRegion]).toEqual([]);
});

test('roles trust services, roles by name, and one subject of a provider: no account, and an organization only by its paths', () => {
  const trust = allowed.filter(({ at }) => at.endsWith(' assume_role_policy'));
  const vague = trust.filter(({ statement }) => !isExact(statement));
  expect(trust.length).toBeGreaterThan(20);
  expect(vague).toEqual([]);
});

test('an account is let in elsewhere only for roles or rules that are named, and into its own keys', () => {
  const accounts = allowed.filter(({ statement }) =>
    JSON.stringify(statement.Principal ?? '').includes(':root'),
  );
  const vague = accounts.filter(
    ({ at, statement }) =>
      !statement.Condition?.['ArnEquals']?.['aws:PrincipalArn'] &&
      !statement.Condition?.['ArnLike']?.['aws:SourceArn'] &&
      !(isKeyPolicy(at) && statement.Sid === 'AccountDecides'),
  );
  expect(vague).toEqual([]);
});

test('every role that a foundation stack makes is under the environment’s path and within its boundary', () => {
  const made = roles.filter(({ at }) => at.includes('-foundation '));
  expect(made.length).toBeGreaterThan(10);
  for (const { at, path, boundary } of made) {
    const environment = (/^[a-z]+/.exec(at) ?? [''])[0];
    expect(path).toBe(`/dynconf/${environment}/`);
    expect(boundary).toMatch(new RegExp(`^arn:aws:iam::\\d{12}:policy/dynconf-boundary-${environment}$`));
  }
});

test('policies name each statement once: IAM refuses a Sid that is there twice', () => {
  const twice = policies.filter(({ statements }) => {
    const sids = statements.flatMap(({ Sid }) => Sid ?? []);
    return new Set(sids).size < sids.length;
  });
  expect(twice.map(({ at }) => at)).toEqual([]);
});

test('policies are as long as IAM takes them', () => {
  const inline = policies.filter(({ at }) => / aws_iam_role_policy\./.test(at));
  const managed = policies.filter(({ at }) => / aws_iam_policy\./.test(at));
  expect(inline.filter(({ text }) => text.length > 10_240)).toEqual([]);
  expect(managed.filter(({ text }) => text.length > 6_144)).toEqual([]);
});

/** By the policy that it is in, in whatever region the policy does not name. */
function isDeniedElsewhere(at: string, { Action, Resource }: Statement): boolean {
  const { statements = [] } = policies.find((policy) => policy.at === at) ?? {};
  const nowhere = { 'aws:RequestedRegion': 'nowhere-1' };
  const resource = [Resource ?? ''].flat()[0] ?? '';
  return [Action]
    .flat()
    .every((action) => decide(statements, { action, resource, context: nowhere }) === 'denied');
}

function isExact({ Principal, Condition }: Statement): boolean {
  if (Principal === undefined || Principal === '*') return false;
  return Object.entries(Principal).every(([kind, names]) => {
    if (kind === 'Service') return true;
    if (kind === 'Federated') {
      // StringEquals knows no wildcards.
      const claims = Object.entries(Condition?.['StringEquals'] ?? {}).map(([key]) => key.split(':')[1]);
      return Object.keys(Condition ?? {}).length === 1 && claims.includes('aud') && claims.includes('sub');
    }
    if (names !== '*') return [names].flat().every((name) => /^arn:aws:iam::\d{12}:role\/[^*]+$/.test(name));
    const paths = [Condition?.['ForAnyValue:StringEquals']?.['aws:PrincipalOrgPaths'] ?? []].flat();
    const organization = Condition?.['StringEquals']?.['aws:PrincipalOrgID'];
    return organization !== undefined && paths.length > 0 && paths.every((path) => /^o-[^*]+\/$/.test(path));
  });
}

/** States are in S3: then there is a state stack, too. */
function everyPolicy(): { policies: readonly Policy[]; roles: readonly Role[] } {
  return withSynthesized(loadedProject(WHOLE_SHOP_WITH_WORKLOADS), ({ outdir, stack }) => {
    const resources = readdirSync(join(outdir, 'stacks')).flatMap((name) =>
      Object.entries(stack(name).resource).flatMap(([type, byId]) =>
        Object.entries(byId).map(([id, block]) => ({ at: `${name} ${type}.${id}`, block })),
      ),
    );
    const roles = resources.filter(({ at }) => / aws_iam_role\./.test(at));
    return {
      policies: resources.flatMap(({ at, block }) => policiesIn(block, at)),
      roles: roles.map(({ at, block }) => ({
        at,
        path: String(block['path']),
        boundary: block['permissions_boundary'],
      })),
    };
  });
}

/** Whatever attribute it is in: a policy is known by its version. */
function policiesIn(block: Readonly<Record<string, unknown>>, at: string): Policy[] {
  return Object.entries(block).flatMap(([attribute, value]) => {
    if (typeof value !== 'string' || !value.includes('"2012-10-17"')) return [];
    const { Statement } = JSON.parse(value) as { Statement: Statement[] };
    return [{ at: `${at} ${attribute}`, text: value, statements: Statement }];
  });
}
