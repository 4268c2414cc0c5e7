import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Canary, type CanaryProps } from '../../constructs/canary';
import { only, synthScope, type TerraformJson } from '../builders/synth';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynconf-canary-'));
  writeFileSync(join(folder, 'canary.zip'), 'code');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function canary(props: Partial<CanaryProps> = {}): TerraformJson {
  return synthScope(
    (scope) =>
      new Canary(scope, 'Canary', {
        resources: {
          name: 'dynconf-prod-eu-west-1',
          bucketName: 'artifacts',
          roleName: 'dynconf-prod-eu-west-1-canary',
          runtime: 'syn-nodejs-5.2',
          everyMinutes: 1,
          variables: { CANARY_ENVIRONMENT: 'prod' },
        },
        code: { zip: join(folder, 'canary.zip'), hash: 'c0ffee', handler: 'canary.handler' },
        environment: 'prod',
        account: '333333333333',
        region: 'eu-west-1',
        configurations: [
          'arn:aws:appconfig:eu-west-1:333333333333:application/a/environment/e/configuration/*',
        ],
        dependsOn: [],
        ...props,
      }),
  );
}

test('Canary runs by itself from code whose path says what is in it', () => {
  expect(only(canary(), 'aws_synthetics_canary')).toMatchObject({
    handler: 'canary.handler',
    runtime_version: 'syn-nodejs-5.2',
    start_canary: true,
    zip_file: expect.stringMatching(/^\$\{path\.module\}\/assets\/[^/]+\/c0ffee\/canary\.zip$/),
    artifact_s3_location: 's3://artifacts/',
    schedule: { expression: 'rate(1 minute)' },
  });
});

test('Canary may read what it watches and nothing else of AppConfig', () => {
  const policy = only(canary(), 'aws_iam_policy');
  expect(policy['path']).toBe('/dynconf/prod/');
  expect(JSON.parse(String(policy['policy']))).toMatchObject({
    Statement: [
      {
        Action: ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'],
        Resource: ['arn:aws:appconfig:eu-west-1:333333333333:application/a/environment/e/configuration/*'],
      },
    ],
  });
  expect(String(only(canary(), 'aws_iam_role_policy')['policy'])).not.toContain('appconfig:');
});

test('Canary reads a hundred applications with policies that IAM takes', () => {
  const arn =
    'arn:aws:appconfig:ap-southeast-2:333333333333:application/abcdefg/environment/abcdefg/configuration/*';
  const configurations = Array.from({ length: 100 }, () => arn);
  const policies = Object.values(canary({ configurations }).resource['aws_iam_policy'] ?? {});
  const allowed = policies.map(({ policy }) => String(policy));
  expect(allowed.join('').split(arn)).toHaveLength(101);
  for (const policy of allowed) expect(policy.length).toBeLessThanOrEqual(6_144);
});

test('Canary leaves its artifacts in a bucket that is private, TLS only, and empties itself', () => {
  const stack = canary();
  expect(only(stack, 'aws_s3_bucket')).toMatchObject({ bucket: 'artifacts', force_destroy: true });
  expect(only(stack, 'aws_s3_bucket_public_access_block')).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(String(only(stack, 'aws_s3_bucket_policy')['policy'])).toContain('"aws:SecureTransport":"false"');
  expect(only(stack, 'aws_s3_bucket_lifecycle_configuration')['rule']).toMatchObject([
    { status: 'Enabled', expiration: [{ days: 31 }] },
  ]);
});
