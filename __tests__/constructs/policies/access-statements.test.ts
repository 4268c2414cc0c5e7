import type { Profile } from '../../../compiler/project';
import {
  type AccessScope,
  foundationStatements,
  readStatements,
  releaseStatements,
  removeStatements,
} from '../../../constructs/policies/access-statements';
import { UNNAMED_RESOURCES } from '../../../release/policies/unnamed-resources';
import { planStatements } from '../../../constructs/policies/plan-statements';
import type { Statement } from '../../../constructs/policies/policy';
import { decide } from '../../builders/policy-decision';

const scope: AccessScope = {
  environment: 'prod',
  account: '333333333333',
  alarmRegions: ['eu-west-1', 'us-east-1'],
  regions: ['eu-west-1', 'us-east-1'],
  backend: {
    type: 's3',
    bucket: 'states',
    region: 'eu-west-1',
    kmsKey: 'arn:aws:kms:eu-west-1:333333333333:key/1a2b3c4d-1a2b-4c3d-8a2b-1a2b3c4d5e6f',
  },
  boundaryArn: 'arn:aws:iam::333333333333:policy/dynconf-boundary-prod',
  canaryBuckets: ['artifacts'],
};
const releaseOf = (profile: Profile) => (given: AccessScope) => releaseStatements(given, profile);
const all = { foundationStatements, releaseStatements: releaseOf('flags'), readStatements, removeStatements };

test.each(Object.entries(all))('%s() allows no action by wildcard', (_name, statementsOf) => {
  expect(actionsOf(statementsOf(scope)).filter((action) => action.includes('*'))).toEqual([]);
});

test.each(Object.entries(all))('%s() names its resources, or at least the regions', (_name, statementsOf) => {
  const unnamed = statementsOf(scope).filter(({ Resource }) => Resource === '*');
  expect(actionsOf(unnamed).filter((action) => !(action in UNNAMED_RESOURCES))).toEqual([]);
  for (const { Condition } of unnamed) {
    expect(Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } });
  }
});

test('removeStatements() makes and changes nothing but the state', () => {
  // HCP Terraform keeps the state: then no statement is about it.
  const outside = removeStatements({ ...scope, backend: { type: 'cloud', organization: 'shop' } });
  const others = actionsOf(outside).filter(
    (action) => !/:(Get|List|Describe|Delete|Detach|Stop)/.test(action),
  );
  expect(others).toEqual([]);
  expect(actionsOf(removeStatements(scope))).toEqual(
    expect.arrayContaining(['appconfig:StopDeployment', 'appconfig:DeleteApplication', 's3:PutObject']),
  );
});

test('releaseStatements() touches AppConfig and the environment’s states, looks at alarms, and nothing else', () => {
  const actions = actionsOf(releaseStatements(scope, 'flags'));
  const services = new Set(actions.map((action) => action.split(':')[0]));
  expect([...services].sort()).toEqual(['appconfig', 'cloudwatch', 'kms', 's3']);
  expect(actions.filter((action) => action.startsWith('cloudwatch:'))).toEqual(['cloudwatch:DescribeAlarms']);
});

test('releaseStatements() cannot change an application, an environment or a strategy', () => {
  const changes = actionsOf(releaseStatements(scope, 'flags')).filter((action) =>
    /:(Create|Update|Delete)(Application|Environment|ConfigurationProfile|DeploymentStrategy)/.test(action),
  );
  expect(changes).toEqual([]);
});

test('readStatements() changes nothing', () => {
  const reading = /:(Get|List|Describe|Decrypt|StartConfigurationSession)|^kms:(Encrypt|GenerateDataKey)$/;
  expect(actionsOf(readStatements(scope)).filter((action) => !reading.test(action))).toEqual([]);
});

test('readStatements() reads what alarms were, which a bake remembers by, in the regions of the environment', () => {
  const [statement, ...others] = readStatements(scope).filter((each) =>
    actionsOf([each]).includes('cloudwatch:DescribeAlarmHistory'),
  );
  expect(others).toEqual([]);
  expect(statement).toMatchObject({
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestedRegion': scope.regions } },
  });
});

test('foundationStatements() touches roles and policies under the environment’s own path only', () => {
  const own = /^arn:aws:iam::333333333333:(role|policy)\/dynconf\/prod\/\*$/;
  for (const { Resource } of iamStatements()) {
    for (const arn of [Resource].flat()) expect(arn).toMatch(own);
  }
  const passed = iamStatements().filter((statement) => actionsOf([statement]).includes('iam:PassRole'));
  expect(passed.map(({ Condition }) => Condition?.['StringEquals']?.['iam:PassedToService'])).toEqual([
    ['appconfig.amazonaws.com', 'lambda.amazonaws.com', 'synthetics.amazonaws.com'],
  ]);
});

test('foundationStatements() gives a role permissions only within the boundary, and never takes that away', () => {
  const granting = ['CreateRole', 'PutRolePolicy', 'AttachRolePolicy', 'PutRolePermissionsBoundary'];
  for (const action of granting) {
    const statements = iamStatements().filter((one) => actionsOf([one]).includes(`iam:${action}`));
    expect(statements.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'iam:PermissionsBoundary': scope.boundaryArn } },
    ]);
  }
  expect(actionsOf(iamStatements())).not.toContain('iam:DeleteRolePermissionsBoundary');
});

test('foundationStatements() needs neither Synthetics nor Lambda where there is no canary', () => {
  const actions = actionsOf(foundationStatements({ ...scope, canaryBuckets: [] }));
  expect(actions.filter((action) => /^(synthetics|lambda):/.test(action))).toEqual([]);
  const [passing] = foundationStatements({ ...scope, canaryBuckets: [] }).filter(
    ({ Sid }) => Sid === 'PassRoles',
  );
  expect(passing?.Condition).toEqual({
    StringEquals: { 'iam:PassedToService': ['appconfig.amazonaws.com'] },
  });
});

function iamStatements(): Statement[] {
  return foundationStatements(scope).filter((statement) =>
    actionsOf([statement]).some((action) => action.startsWith('iam:')),
  );
}

test('releaseStatements() needs no S3 where HCP Terraform keeps the state', () => {
  const statements = releaseStatements(
    { ...scope, backend: { type: 'cloud', organization: 'shop' } },
    'flags',
  );
  expect(actionsOf(statements).filter((action) => action.startsWith('s3:'))).toEqual([]);
});

function actionsOf(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ Action }) => Action);
}

const ASSOCIATION = 'extensionassociation/z763ff5';
const extension = (verb: string, region = 'eu-west-1', resource = ASSOCIATION) => ({
  action: `appconfig:${verb}`,
  resource: `arn:aws:appconfig:${region}:333333333333:${resource}`,
  context: { 'aws:RequestedRegion': region },
});

test('foundationStatements() associates extensions in its regions, and makes and changes none', () => {
  const statements = foundationStatements(scope);
  for (const verb of ['Get', 'Delete']) {
    expect(decide(statements, extension(`${verb}ExtensionAssociation`))).toBe('allowed');
    expect(decide(statements, extension(`${verb}ExtensionAssociation`, 'us-west-2'))).toBe('not allowed');
  }
  const create = { ...extension('CreateExtensionAssociation'), resource: '*' };
  expect(decide(statements, create)).toBe('allowed');
  for (const verb of ['CreateExtension', 'UpdateExtension', 'DeleteExtension', 'UpdateExtensionAssociation'])
    expect(actionsOf(statements)).not.toContain(`appconfig:${verb}`);
});

test('planStatements() looks at the association of an extension, and no more', () => {
  const statements = planStatements(scope);
  expect(decide(statements, extension('GetExtensionAssociation'))).toBe('allowed');
  expect(
    actionsOf(statements).filter((action) => /(Create|Delete)ExtensionAssociation/.test(action)),
  ).toEqual([]);
});

test('foundationStatements() manages the rules of its own environment in its regions', () => {
  const eventRoleArn = 'arn:aws:iam::333333333333:role/dynconf-events-prod';
  const statements = foundationStatements({ ...scope, eventRoleArn });
  const put = (rule: string, region = 'us-east-1') =>
    decide(statements, {
      action: 'events:PutTargets',
      resource: `arn:aws:events:${region}:333333333333:rule/${rule}`,
      context: { 'aws:RequestedRegion': region },
    });
  for (const rule of ['dynconf-prod-rollouts', 'dynconf-prod-health', 'dynconf-prod-rollback-checkout'])
    expect(put(rule)).toBe('allowed');
  expect(put('dynconf-prod-rollouts', 'us-west-2')).toBe('not allowed');
  expect(put('dynconf-beta-rollback-checkout')).toBe('not allowed');
});
