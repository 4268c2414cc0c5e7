import {
  deployStatements,
  lookStatement,
  serveStatement,
  shapeStatements,
  withdrawStatements,
} from '../../../constructs/policies/appconfig-statements';
import type { Statement } from '../../../constructs/policies/policy';
import { decide } from '../../builders/policy-decision';

const scope = { environment: 'prod', account: '333333333333', regions: ['eu-west-1'] };
const ARN = 'arn:aws:appconfig:eu-west-1:333333333333';
const OURS = { 'aws:ResourceTag/dynconf:environment': 'prod' };
const APPLICATION = `${ARN}:application/abc1234`;
const ENVIRONMENT = `${APPLICATION}/environment/env1234`;
const PROFILE = `${APPLICATION}/configurationprofile/pro1234`;
const VERSION = `${PROFILE}/hostedconfigurationversion/7`;
const DEPLOYMENT = `${ENVIRONMENT}/deployment/3`;
const STRATEGY = `${ARN}:deploymentstrategy/AppConfig.AllAtOnce`;
const REGION = { 'aws:RequestedRegion': 'eu-west-1' };

type Touched = readonly [resource: string, tags?: Readonly<Record<string, string>>];

/** AWS asks once for each resource that an action touches, with the tags of that resource. */
function may(statements: readonly Statement[], verb: string, touched: readonly Touched[]): boolean {
  return touched.every(
    ([resource, tags = {}]) =>
      decide(statements, { action: `appconfig:${verb}`, resource, context: { ...REGION, ...tags } }) ===
      'allowed',
  );
}

const of = (profile: string): Touched => [PROFILE, { ...OURS, 'aws:ResourceTag/dynconf:profile': profile }];
const APPLICATION_OF_OURS: Touched = [APPLICATION, OURS];
const ENVIRONMENT_OF_OURS: Touched = [ENVIRONMENT, OURS];

describe.each(['flags', 'operations'] as const)('deployStatements() of %s', (kind) => {
  const other = kind === 'flags' ? 'operations' : 'flags';
  const statements = deployStatements(scope, kind);

  test('deployStatements() store and delete versions of profiles of their kind only', () => {
    for (const verb of ['CreateHostedConfigurationVersion', 'DeleteHostedConfigurationVersion']) {
      expect(may(statements, verb, [APPLICATION_OF_OURS, of(kind), [VERSION]])).toBe(true);
      expect(may(statements, verb, [APPLICATION_OF_OURS, of(other), [VERSION]])).toBe(false);
    }
  });

  test('deployStatements() deploy profiles of their kind only, at any pace', () => {
    const deploy = (profile: Touched): boolean =>
      may(statements, 'StartDeployment', [APPLICATION_OF_OURS, ENVIRONMENT_OF_OURS, profile, [STRATEGY]]);
    expect([deploy(of(kind)), deploy(of(other))]).toEqual([true, false]);
  });

  test('deployStatements() take no tag from a profile, and say by a deployment’s tags why it was stopped', () => {
    for (const verb of ['TagResource', 'UntagResource']) {
      expect(may(statements, verb, [of(other)])).toBe(false);
      expect(may(statements, verb, [of(kind)])).toBe(false);
      expect(may(statements, verb, [[DEPLOYMENT]])).toBe(true);
    }
    expect(may(statements, 'StopDeployment', [APPLICATION_OF_OURS, ENVIRONMENT_OF_OURS, [DEPLOYMENT]])).toBe(
      true,
    );
  });

  test('deployStatements() leave the applications of other teams and environments alone', () => {
    for (const tags of [{}, { 'aws:ResourceTag/dynconf:environment': 'gamma' }]) {
      const theirs: Touched = [APPLICATION, tags];
      expect(may(statements, 'CreateHostedConfigurationVersion', [theirs, of(kind)])).toBe(false);
      expect(may(statements, 'StartDeployment', [theirs, of(kind), ENVIRONMENT_OF_OURS, [STRATEGY]])).toBe(
        false,
      );
      expect(may(statements, 'StopDeployment', [theirs, [ENVIRONMENT, tags], [DEPLOYMENT]])).toBe(false);
      expect(may(statements, 'GetDeployment', [theirs, [ENVIRONMENT, tags], [DEPLOYMENT]])).toBe(true);
    }
  });
});

test('shapeStatements() make what is marked as the environment’s, and change and delete nothing else', () => {
  const statements = shapeStatements(scope);
  const create = decide(statements, {
    action: 'appconfig:CreateApplication',
    resource: '*',
    context: REGION,
  });
  expect(create).toBe('allowed');
  const marked = { 'aws:RequestTag/dynconf:environment': 'prod' };
  expect(may(statements, 'TagResource', [[APPLICATION, marked]])).toBe(true);
  expect(may(statements, 'TagResource', [[APPLICATION]])).toBe(false);
  expect(may(statements, 'UntagResource', [[APPLICATION, marked]])).toBe(false);
  const changes = {
    DeleteApplication: [APPLICATION],
    UpdateApplication: [APPLICATION],
    CreateEnvironment: [APPLICATION],
    DeleteEnvironment: [APPLICATION, ENVIRONMENT],
    DeleteConfigurationProfile: [APPLICATION, PROFILE],
    UpdateConfigurationProfile: [APPLICATION, PROFILE],
    DeleteDeploymentStrategy: [STRATEGY],
  };
  for (const [verb, resources] of Object.entries(changes)) {
    expect(
      may(
        statements,
        verb,
        resources.map((arn): Touched => [arn, OURS]),
      ),
    ).toBe(true);
    expect(
      may(
        statements,
        verb,
        resources.map((arn): Touched => [arn]),
      ),
    ).toBe(false);
  }
  expect(
    may(statements, 'DeleteHostedConfigurationVersion', [APPLICATION_OF_OURS, of('flags'), [VERSION]]),
  ).toBe(true);
  expect(may(statements, 'DeleteHostedConfigurationVersion', [[APPLICATION], [PROFILE], [VERSION]])).toBe(
    false,
  );
});

test('withdrawStatements() end and delete what is the environment’s, of every kind', () => {
  const statements = withdrawStatements(scope);
  const stop = (tags: Readonly<Record<string, string>>): boolean =>
    may(statements, 'StopDeployment', [[APPLICATION, tags], [ENVIRONMENT, tags], [DEPLOYMENT]]);
  expect([stop(OURS), stop({})]).toEqual([true, false]);
});

test('lookStatement() and serveStatement() change nothing', () => {
  const actions = [lookStatement(scope), serveStatement(scope)].flatMap(({ Action }) => Action);
  expect(actions.filter((action) => !/:(Get|List|StartConfigurationSession)/.test(action))).toEqual([]);
});
