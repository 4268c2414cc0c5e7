import type { AccessScope } from '../../../constructs/policies/access-statements';
import { planStatements } from '../../../constructs/policies/plan-statements';
import { UNNAMED_RESOURCES } from '../../../release/policies/unnamed-resources';

const scope: AccessScope = {
  environment: 'prod',
  account: '333333333333',
  alarmRegions: ['eu-west-1'],
  regions: ['eu-west-1'],
  backend: {
    type: 's3',
    bucket: 'states',
    region: 'eu-west-1',
    kmsKey: 'arn:aws:kms:eu-west-1:333333333333:key/1a2b3c4d-1a2b-4c3d-8a2b-1a2b3c4d5e6f',
  },
  boundaryArn: 'arn:aws:iam::333333333333:policy/dynconf-boundary-prod',
  canaryBuckets: ['artifacts'],
  eventRoleArn: 'arn:aws:iam::333333333333:role/dynconf-events-prod',
};
const statements = planStatements(scope);
const actions = statements.flatMap(({ Action }) => [Action].flat());

test('planStatements() only look, and open a state', () => {
  const others = actions.filter((action) => !/^[a-z0-9-]+:(Get|List|Describe)[A-Za-z]+$/.test(action));
  expect(others).toEqual(['kms:Decrypt']);
  expect(actions).toEqual(
    expect.arrayContaining([
      'appconfig:GetHostedConfigurationVersion',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:ListTagsForResource',
      'iam:GetRolePolicy',
      's3:GetObject',
      's3:ListBucket',
      'synthetics:GetCanary',
    ]),
  );
});

test('planStatements() read no configuration as a consumer, and pass no role on', () => {
  expect(
    actions.filter((action) => /Session|GetLatest|PassRole|AssumeRole|s3:(Put|Delete)/.test(action)),
  ).toEqual([]);
});

test('planStatements() name their resources, or are among those that cannot', () => {
  const unnamed = statements
    .filter(({ Resource }) => Resource === '*')
    .flatMap(({ Action }) => [Action].flat());
  expect(unnamed.filter((action) => !(action in UNNAMED_RESOURCES))).toEqual([]);
});

test('planStatements() have a name each, as IAM wants it', () => {
  const sids = statements.map(({ Sid }) => Sid);
  expect(new Set(sids).size).toBe(sids.length);
});
