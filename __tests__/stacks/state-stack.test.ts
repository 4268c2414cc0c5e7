import { aProject, aTools } from '../builders/project';
import { anEnvironment } from '../builders/environment';
import { only, withSynthesized } from '../builders/synth';

const US = { type: 's3', bucket: 'states', region: 'us-east-1' } as const;
const EU = { type: 's3', bucket: 'eu-states', region: 'eu-west-1' } as const;
const OWN_KEY = 'arn:aws:kms:us-east-1:999999999999:key/1a2b3c4d-1a2b-4c3d-8a2b-1a2b3c4d5e6f';

test('StateStack closes the bucket, keeps every version and encrypts with a key that rotates', () => {
  const project = aProject({
    environments: [anEnvironment({ backend: US })],
    tools: aTools({ backend: US }),
  });
  withSynthesized(project, ({ stack }) => {
    const state = stack('state');
    const bucket = only(state, 'aws_s3_bucket');
    expect(bucket).toMatchObject({ bucket: 'states', lifecycle: { prevent_destroy: true } });
    expect(bucket).not.toHaveProperty('force_destroy');
    expect(only(state, 'aws_s3_bucket_versioning')).toMatchObject({
      versioning_configuration: { status: 'Enabled' },
    });
    expect(only(state, 'aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(only(state, 'aws_s3_bucket_ownership_controls')).toMatchObject({
      rule: { object_ownership: 'BucketOwnerEnforced' },
    });
    expect(only(state, 'aws_kms_key')).toMatchObject({
      enable_key_rotation: true,
      lifecycle: { prevent_destroy: true },
    });
    const [rule] = only(state, 'aws_s3_bucket_server_side_encryption_configuration')['rule'] as object[];
    expect(rule).toMatchObject({
      apply_server_side_encryption_by_default: {
        sse_algorithm: 'aws:kms',
        kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\./),
      },
    });
  });
});

test('StateStack keeps its own state in the bucket that it creates, under the prefix of the tools', () => {
  const project = aProject({
    environments: [anEnvironment({ backend: US })],
    tools: aTools({ backend: US }),
  });
  withSynthesized(project, ({ stack }) => {
    expect(stack('state').terraform['backend']).toEqual({
      s3: {
        bucket: 'states',
        region: 'us-east-1',
        key: 'tools/state.tfstate',
        encrypt: true,
        kms_key_id: 'arn:aws:kms:us-east-1:999999999999:alias/dynconf-state',
        use_lockfile: true,
      },
    });
    expect(only(stack('state'), 'aws_kms_alias')['name']).toBe('alias/dynconf-state');
  });
});

test('StateStack names every environment’s roles, and they are those of its access stack', () => {
  const project = aProject({ environments: [anEnvironment({ backend: US })], tools: aTools() });
  withSynthesized(project, ({ stack }) => {
    const policy = String(only(stack('state'), 'aws_s3_bucket_policy')['policy']);
    const named = [...policy.matchAll(/arn:aws:iam::111111111111:role\/[^"]+/g)].map(([arn]) => arn);
    const all = Object.values(stack('access-beta').resource['aws_iam_role'] ?? {});
    // What EventBridge and CodePipeline come as has nothing to do with states.
    const roles = all.filter(({ name }) => !/events|watch/.test(String(name)));
    const arns = roles.map(
      ({ path = '/', name }) => `arn:aws:iam::111111111111:role${String(path)}${String(name)}`,
    );
    expect([...new Set(named)].sort()).toEqual(arns.sort());
  });
});

test('StateStack has one bucket for all who name it, and a provider for each region', () => {
  const project = aProject({
    environments: [
      anEnvironment({ backend: US }),
      anEnvironment({ name: 'prod', account: '333333333333', backend: EU }),
    ],
    tools: aTools({ backend: US }),
  });
  withSynthesized(project, ({ stack }) => {
    const { resource, provider } = stack('state');
    const buckets = Object.values(resource['aws_s3_bucket'] ?? {});
    expect(buckets.map(({ bucket, provider: of }) => [bucket, of])).toEqual([
      ['eu-states', 'aws.eu-west-1'],
      ['states', 'aws'],
    ]);
    expect(provider.aws.map(({ region, alias }) => [region, alias])).toEqual([
      ['us-east-1', undefined],
      ['eu-west-1', 'eu-west-1'],
    ]);
  });
});

test('StateStack takes a key that is there already', () => {
  const project = aProject({ tools: aTools({ backend: { ...US, kmsKey: OWN_KEY } }) });
  withSynthesized(project, ({ stack }) => {
    const state = stack('state');
    expect(state.resource).not.toHaveProperty('aws_kms_key');
    expect(JSON.stringify(state.resource['aws_s3_bucket_server_side_encryption_configuration'])).toContain(
      OWN_KEY,
    );
  });
});

test.each([
  ['no backend is in S3', aProject({ tools: aTools() })],
  ['there is no account to create it in', aProject({ environments: [anEnvironment({ backend: US })] })],
])('StateStack is not there when %s', (_why, project) => {
  withSynthesized(project, ({ stack }) => {
    expect(() => stack('state')).toThrow('ENOENT');
  });
});
