import { KNOWN_REGIONS } from '../../../compiler/environments/known-regions';
import {
  canaryAlarm,
  canaryBucketName,
  canaryResources,
  canaryRunsAlarm,
} from '../../../delivery/targets/canary-resources';
import type { Environment, Target } from '../../../compiler/project';
import { anEnvironment, aWave } from '../../builders/environment';
import { aComponent } from '../../builders/project';

function targetOf(environment: Partial<Environment>, region = 'us-east-1'): Target {
  return {
    environment: anEnvironment({ canary: { everyMinutes: 5 }, ...environment }),
    region,
    wave: aWave(),
  };
}

test('canaryResources() tells the canary what it watches', () => {
  expect(canaryResources([aComponent()], targetOf({ name: 'prod' }))).toMatchObject({
    name: 'dynconf-prod-us-east-1',
    bucketName: 'dynconf-canary-111111111111-us-east-1-prod',
    everyMinutes: 5,
    variables: { CANARY_ENVIRONMENT: 'prod', CANARY_COMPONENTS: 'checkout:fo' },
  });
});

test.each([
  ['on this machine', { name: 'local' }],
  ['in a copy of it', { name: 'x', temporary: { owner: 'a', expires: '2026-12-01', from: 'local' } }],
])('canaryResources() has no canary %s', (_where, environment) => {
  const target = targetOf(environment);
  expect(canaryResources([], target)).toBeUndefined();
  expect([...canaryAlarm(aComponent(), target), ...canaryRunsAlarm(target)]).toEqual([]);
});

test('canaryResources() stays within the lengths that S3, IAM and Synthetics allow', () => {
  const resources = canaryResources([], targetOf({ name: `e${'x'.repeat(31)}` }, 'ap-southeast-2'));
  expect(resources?.bucketName.length).toBeLessThanOrEqual(63);
  expect(resources?.roleName.length).toBeLessThanOrEqual(64);
  expect(resources?.name).toMatch(/^[0-9a-z_-]{1,255}$/);
});

test.each(KNOWN_REGIONS)(
  'canaryBucketName() is as long as S3 takes it in %s, whatever the environment',
  (region) => {
    const name = `e${'x'.repeat(31)}`;
    expect(canaryBucketName(anEnvironment({ name }), region)).toMatch(/^[a-z0-9-]{3,62}[a-z0-9]$/);
  },
);

test('canaryBucketName() is another in each environment, region and account', () => {
  const names = [
    canaryBucketName(anEnvironment(), 'us-east-1'),
    canaryBucketName(anEnvironment({ name: 'prod' }), 'us-east-1'),
    canaryBucketName(anEnvironment(), 'eu-west-1'),
    canaryBucketName(anEnvironment({ account: '222222222222' }), 'us-east-1'),
    canaryBucketName(anEnvironment({ name: `e${'x'.repeat(31)}` }), 'us-east-1'),
    canaryBucketName(anEnvironment({ name: `e${'x'.repeat(30)}` }), 'us-east-1'),
  ];
  expect(new Set(names).size).toBe(names.length);
});

test('canaryAlarm() fires when a document of the component is not in order, at the pace of the canary', () => {
  expect(canaryAlarm(aComponent({ name: 'search' }), targetOf({}))).toMatchObject([
    {
      cloudWatchName: 'search-beta-us-east-1-dynconf-canary',
      metric: {
        namespace: 'Dynconf',
        name: 'Failed',
        periodSeconds: 300,
        dimensions: { Environment: 'beta', Component: 'search' },
      },
      compare: 'above',
      threshold: 0,
      missingData: 'notBreaching',
      severity: 'high',
    },
  ]);
});

test('canaryRunsAlarm() fires when the canary is silent', () => {
  expect(canaryRunsAlarm(targetOf({}))).toMatchObject([
    {
      cloudWatchName: 'beta-us-east-1-canary',
      metric: { name: 'SuccessPercent', dimensions: { CanaryName: 'dynconf-beta-us-east-1' } },
      compare: 'below',
      missingData: 'breaching',
    },
  ]);
});
