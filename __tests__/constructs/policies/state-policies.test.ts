import { policyDocument, type Statement } from '../../../constructs/policies/policy';
import { stateBucketStatements, stateKeyStatements } from '../../../constructs/policies/state-policies';
import type { StateBucketResources } from '../../../delivery/state-resources';
import { decide } from '../../builders/policy-decision';

const BETA = tenant('beta', '111111111111');
const PROD = tenant('prod', '333333333333');
/** In the account of the bucket itself: there a role needs no bucket policy, and is held back by a denial. */
const SANDBOX = tenant('sandbox', '999999999999');
const bucket: StateBucketResources = {
  bucket: 'states',
  region: 'eu-west-1',
  tenants: [BETA, PROD, SANDBOX],
};

function tenant(environment: string, account: string) {
  const role = (name: string): string => `arn:aws:iam::${account}:role/dynconf-${name}`;
  return {
    environment,
    account,
    writers: [role(`deploy-${environment}-flags`)],
    readers: [role(`read-${environment}`)],
  };
}

function ask(action: string, key: string, { role, ...more }: { role: string } & Record<string, string>) {
  const resource = key === '' ? 'arn:aws:s3:::states' : `arn:aws:s3:::states/${key}`;
  const context = { 'aws:PrincipalArn': role, 'aws:SecureTransport': 'true', ...more };
  return decide(stateBucketStatements(bucket, '999999999999'), { action: `s3:${action}`, resource, context });
}

const [writer = ''] = BETA.writers;

test.each([
  ['ListBucket', '', { 's3:prefix': 'env:/' }],
  ['GetObject', 'beta/beta-us-east-1-flags.tfstate', {}],
  ['PutObject', 'beta/beta-us-east-1-flags.tfstate', { 's3:x-amz-server-side-encryption': 'aws:kms' }],
  ['PutObject', 'beta/beta-us-east-1-flags.tfstate.tflock', {}],
  ['DeleteObject', 'beta/beta-us-east-1-flags.tfstate.tflock', {}],
])('stateBucketStatements() lets a deploy role %s, as Terraform does at work', (action, key, context) => {
  expect(ask(action, key, { role: writer, ...context })).toBe('allowed');
});

test.each([
  ['GetObject', 'prod/prod-us-east-1-flags.tfstate', 'not allowed'],
  ['PutObject', 'prod/prod-us-east-1-flags.tfstate', 'not allowed'],
  ['GetObject', 'tools/state.tfstate', 'not allowed'],
  ['GetObject', 'beta2/x.tfstate', 'not allowed'],
  // A state is overwritten, never deleted.
  ['DeleteObject', 'beta/beta-us-east-1-flags.tfstate', 'denied'],
  ['PutBucketPolicy', '', 'not allowed'],
])('stateBucketStatements() keeps a role of beta from %s of %s', (action, key, verdict) => {
  expect(ask(action, key, { role: writer })).toBe(verdict);
});

const roleOf = (name: string): string => `arn:aws:iam::111111111111:role/dynconf-${name}`;
const WRITERS = {
  foundation: roleOf('deploy-beta-foundation'),
  flags: roleOf('deploy-beta-flags'),
  operations: roleOf('deploy-beta-operations'),
  platform: roleOf('platform-beta'),
};
const INSPECT = roleOf('inspect-beta');
/** One environment with every role that it can have. */
const whole: StateBucketResources = {
  ...bucket,
  tenants: [{ ...BETA, writers: Object.values(WRITERS), readers: [roleOf('read-beta'), INSPECT] }],
};
const STATES = {
  foundation: 'beta/beta-us-east-1-foundation',
  flags: 'beta/beta-us-east-1-buying-flags',
  operations: 'beta/beta-us-east-1-operations',
  platform: 'beta/access-beta',
};

function askWhole(action: string, key: string, role: string) {
  return askOf(whole, { action, key, role });
}

function askOf(
  resources: StateBucketResources,
  { action, key, role }: { readonly action: string; readonly key: string; readonly role: string },
) {
  return decide(stateBucketStatements(resources, '999999999999'), {
    action: `s3:${action}`,
    resource: `arn:aws:s3:::states/${key}`,
    context: { 'aws:PrincipalArn': role, 'aws:SecureTransport': 'true' },
  });
}

test.each(Object.entries(WRITERS))(
  'stateBucketStatements() lets what deploys %s write its own states, and no other',
  (kind, role) => {
    for (const suffix of ['.tfstate', '.tfstate.tflock']) {
      const written = Object.entries(STATES).filter(
        ([, key]) => askWhole('PutObject', `${key}${suffix}`, role) === 'allowed',
      );
      expect(written.map(([name]) => name)).toEqual([kind]);
    }
  },
);

test('stateBucketStatements() shows the state of the roles to those alone who plan and apply it', () => {
  const readers = [...Object.values(WRITERS), ...[roleOf('read-beta'), INSPECT]].filter(
    (role) => askWhole('GetObject', 'beta/access-beta.tfstate', role) === 'allowed',
  );
  expect(readers).toEqual([WRITERS.platform, INSPECT]);
  expect(askWhole('GetObject', 'beta/beta-us-east-1-foundation.tfstate', WRITERS.flags)).toBe('allowed');
});

test('stateBucketStatements() keeps a role of the bucket’s own account under its prefix too', () => {
  const [role = ''] = SANDBOX.writers;
  expect(ask('GetObject', 'prod/prod-us-east-1-flags.tfstate', { role })).toBe('denied');
  expect(ask('GetObject', 'sandbox/sandbox-us-east-1-flags.tfstate', { role })).toBe('allowed');
});

test.each(['read', 'inspect', 'plan'])(
  'stateBucketStatements() lets a role to %s read and nothing else',
  (kind) => {
    const role = roleOf(`${kind}-beta`);
    const readers: StateBucketResources = { ...bucket, tenants: [{ ...BETA, readers: [role] }] };
    const asked = (action: string, key: string) => askOf(readers, { action, key, role });
    expect(asked('GetObject', 'beta/beta-us-east-1-flags.tfstate')).toBe('allowed');
    // Its environment may write: only the denial holds it back.
    for (const key of ['beta/beta-us-east-1-flags.tfstate', 'beta/access-beta.tfstate']) {
      expect(asked('PutObject', key)).toBe('denied');
      expect(asked('DeleteObject', `${key}.tflock`)).toBe('denied');
    }
  },
);

test('stateBucketStatements() takes states and locks only: a saved plan has no place here', () => {
  expect(ask('PutObject', 'beta/release-flags.tfplan', { role: writer })).toBe('denied');
});

test('stateBucketStatements() refuses what is not sent over TLS, and what another key encrypts', () => {
  const state = 'beta/beta-us-east-1-flags.tfstate';
  expect(ask('GetObject', state, { role: writer, 'aws:SecureTransport': 'false' })).toBe('denied');
  expect(ask('PutObject', state, { role: writer, 's3:x-amz-server-side-encryption': 'AES256' })).toBe(
    'denied',
  );
});

test('stateBucketStatements() says nothing to other roles of the same account', () => {
  const role = 'arn:aws:iam::111111111111:role/somebody';
  expect(ask('GetObject', 'beta/beta-us-east-1-flags.tfstate', { role })).toBe('not allowed');
});

test('stateBucketStatements() allows nobody in general', () => {
  const toEveryone = (statements: readonly Statement[]): Statement[] =>
    statements.filter(({ Effect, Principal }) => Effect === 'Allow' && Principal === '*');
  expect(toEveryone(stateBucketStatements(bucket, '999999999999'))).toEqual([]);
});

test('stateBucketStatements() has room for fifteen environments in the 20 KB that S3 takes', () => {
  const tenants = Array.from({ length: 15 }, (_, index) => ({
    ...BETA,
    environment: `environment${index}`,
    writers: ['foundation', 'flags', 'operations'].map(
      (kind) => `arn:aws:iam::111111111111:role/dynconf-deploy-environment${index}-${kind}`,
    ),
  }));
  const statements = stateBucketStatements({ ...bucket, tenants }, '999999999999');
  expect(policyDocument(statements).length).toBeLessThan(20 * 1024);
});

test('stateKeyStatements() opens the states of one environment, through S3 only', () => {
  const statements = stateKeyStatements({
    account: '999999999999',
    region: 'eu-west-1',
    buckets: [bucket],
  }).slice(1);
  const decrypt = (object: string, via = 's3.eu-west-1.amazonaws.com') =>
    decide(statements, {
      action: 'kms:Decrypt',
      resource: 'the key',
      context: {
        'aws:PrincipalArn': writer,
        'kms:ViaService': via,
        'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::states/${object}`,
      },
    });
  expect(decrypt('beta/beta-us-east-1-flags.tfstate')).toBe('allowed');
  expect(decrypt('prod/prod-us-east-1-flags.tfstate')).toBe('not allowed');
  expect(decrypt('beta/beta-us-east-1-flags.tfstate', 'ssm.eu-west-1.amazonaws.com')).toBe('not allowed');
});
