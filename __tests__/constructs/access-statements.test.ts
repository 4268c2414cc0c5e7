import {
  type AccessScope,
  foundationStatements,
  readStatements,
  releaseStatements,
} from '../../constructs/access-statements';
import type { Statement } from '../../constructs/policy';

const scope: AccessScope = {
  environment: 'prod',
  account: '333333333333',
  regions: ['eu-west-1', 'us-east-1'],
  backend: {
    type: 's3',
    bucket: 'states',
    region: 'eu-west-1',
    kmsKey: 'arn:aws:kms:eu-west-1:333333333333:key/1a2b3c4d-1a2b-4c3d-8a2b-1a2b3c4d5e6f',
  },
};
const all = { foundationStatements, releaseStatements, readStatements };

test.each(Object.entries(all))('%s() allows no action by wildcard', (_name, statementsOf) => {
  expect(actionsOf(statementsOf(scope)).filter((action) => action.includes('*'))).toEqual([]);
});

/** Everything with the resource `*`, and why: it cannot be named, and then the region is. */
const UNNAMED = [
  'appconfig:CreateApplication',
  'appconfig:CreateDeploymentStrategy',
  'appconfig:ListApplications',
  'appconfig:ListDeploymentStrategies',
  'cloudwatch:DescribeAlarms',
];

test.each(Object.entries(all))('%s() names its resources, or at least the regions', (_name, statementsOf) => {
  const unnamed = statementsOf(scope).filter(({ Resource }) => Resource === '*');
  expect(actionsOf(unnamed).filter((action) => !UNNAMED.includes(action))).toEqual([]);
  for (const { Condition } of unnamed) {
    expect(Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } });
  }
});

test('releaseStatements() touches AppConfig and the environment’s states, nothing else', () => {
  const services = new Set(actionsOf(releaseStatements(scope)).map((action) => action.split(':')[0]));
  expect([...services].sort()).toEqual(['appconfig', 'kms', 's3']);
});

test('releaseStatements() cannot change an application, an environment or a strategy', () => {
  const changes = actionsOf(releaseStatements(scope)).filter((action) =>
    /:(Create|Update|Delete)(Application|Environment|ConfigurationProfile|DeploymentStrategy)/.test(action),
  );
  expect(changes).toEqual([]);
});

test('readStatements() changes nothing', () => {
  const reading = /:(Get|List|Describe|Decrypt|StartConfigurationSession)|^kms:(Encrypt|GenerateDataKey)$/;
  expect(actionsOf(readStatements(scope)).filter((action) => !reading.test(action))).toEqual([]);
});

test('foundationStatements() manages roles under the environment’s own path, and passes them to AppConfig only', () => {
  const statements = foundationStatements(scope);
  const roles = 'arn:aws:iam::333333333333:role/dynconf/prod/*';
  const iam = statements.filter((statement) =>
    actionsOf([statement]).some((action) => action.startsWith('iam:')),
  );
  expect(iam.map(({ Resource }) => Resource)).toEqual([roles, roles]);
  expect(iam.find(({ Sid }) => Sid === 'PassAlarmRole')?.Condition).toEqual({
    StringEquals: { 'iam:PassedToService': 'appconfig.amazonaws.com' },
  });
});

test('releaseStatements() reaches the states of its own environment', () => {
  const s3 = releaseStatements(scope).filter((statement) =>
    actionsOf([statement]).some((a) => a.startsWith('s3:')),
  );
  expect(s3.map(({ Resource }) => Resource)).toEqual([
    'arn:aws:s3:::states',
    'arn:aws:s3:::states/prod/*',
    'arn:aws:s3:::states/prod/*',
    'arn:aws:s3:::states/prod/*.tflock',
  ]);
});

test('releaseStatements() needs no S3 where HCP Terraform keeps the state', () => {
  const statements = releaseStatements({ ...scope, backend: { type: 'cloud', organization: 'shop' } });
  expect(actionsOf(statements).filter((action) => !action.startsWith('appconfig:'))).toEqual([]);
});

function actionsOf(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ Action }) => Action);
}
