import type { Statement } from '../../../constructs/policies/policy';
import { stateReachOf, stateStatements, targetStatesOf } from '../../../constructs/policies/state-statements';
import { decide } from '../../builders/policy-decision';

const KEY = 'arn:aws:kms:eu-west-1:999999999999:key/1a2b3c4d-1a2b-4c3d-8a2b-1a2b3c4d5e6f';
const place = {
  environment: 'prod',
  backend: { type: 's3', bucket: 'states', region: 'eu-west-1', kmsKey: KEY },
} as const;

/** What may be done with the state of a stack, and with its lock. */
function doneWith(statements: readonly Statement[], key: string): string[] {
  const may = (verb: string, suffix = ''): boolean =>
    decide(statements, {
      action: `s3:${verb}`,
      resource: `arn:aws:s3:::states/${key}.tfstate${suffix}`,
      context: {},
    }) === 'allowed';
  return [
    ...(may('GetObject') ? ['read'] : []),
    ...(may('PutObject') ? ['write'] : []),
    ...(may('DeleteObject') ? ['delete'] : []),
    ...(may('PutObject', '.tflock') && may('DeleteObject', '.tflock') ? ['lock'] : []),
  ];
}

const STATES = {
  foundation: 'prod/prod-us-east-1-foundation',
  flags: 'prod/prod-us-east-1-flags',
  workload: 'prod/prod-eu-west-1-buying-flags',
  operations: 'prod/prod-us-east-1-operations',
  access: 'prod/access-prod',
  other: 'gamma/gamma-us-east-1-flags',
  tools: 'tools/platform-pipeline',
};

test.each([
  ['foundation', { foundation: 'read write lock', flags: 'read', workload: 'read', operations: 'read' }],
  ['flags', { foundation: 'read', flags: 'read write lock', workload: 'read write lock' }],
  ['operations', { foundation: 'read', operations: 'read write lock' }],
] as const)(
  'stateReachOf() a %s stack is what its release writes and reads, and nothing else',
  (kind, wanted) => {
    const statements = stateStatements(place, stateReachOf('prod', kind));
    const done = Object.entries(STATES).map(([name, key]) => [name, doneWith(statements, key).join(' ')]);
    expect(Object.fromEntries(done.filter(([, what]) => what !== ''))).toEqual(wanted);
  },
);

test.each(['access', 'flags', 'foundation', 'operations', 'prod-access'])(
  'targetStatesOf() an environment called %s has no state of its roles among them',
  (environment) => {
    const statements = stateStatements(
      { ...place, environment },
      { reads: [], writes: targetStatesOf(environment) },
    );
    expect(doneWith(statements, `${environment}/access-${environment}`)).toEqual([]);
    expect(doneWith(statements, `${environment}/${environment}-us-east-1-flags`)).toContain('write');
  },
);

test('stateStatements() let who only reads decrypt, and write nothing', () => {
  const actions = stateStatements(place, { reads: ['access-prod'] }).flatMap(({ Action }) => Action);
  expect(actions).toEqual(['s3:ListBucket', 's3:GetObject', 'kms:Decrypt']);
});

test('stateStatements() find a key by its alias in the account that the alias is of', () => {
  const kmsKey = 'arn:aws:kms:eu-west-1:999999999999:alias/states';
  const statements = stateStatements(
    { ...place, backend: { ...place.backend, kmsKey } },
    { reads: [], writes: ['x'] },
  );
  expect(statements.find(({ Sid }) => Sid === 'UseStateKey')).toMatchObject({
    Resource: 'arn:aws:kms:eu-west-1:999999999999:key/*',
    Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/states' } },
  });
});

test('stateStatements() are not needed where HCP Terraform keeps the states', () => {
  expect(
    stateStatements(
      { environment: 'prod', backend: { type: 'cloud', organization: 'shop' } },
      { reads: ['x'] },
    ),
  ).toEqual([]);
});
