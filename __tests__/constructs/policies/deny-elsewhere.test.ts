import { type AccessScope, foundationStatements } from '../../../constructs/policies/access-statements';
import { denyElsewhere } from '../../../constructs/policies/deny-elsewhere';
import type { Statement } from '../../../constructs/policies/policy';
import { decide } from '../../builders/policy-decision';

const REGIONS = ['eu-west-1', 'us-east-1'];
const scope: AccessScope = {
  environment: 'prod',
  account: '333333333333',
  regions: REGIONS,
  alarmRegions: REGIONS,
  backend: { type: 's3', bucket: 'states', region: 'ap-southeast-1' },
  boundaryArn: 'arn:aws:iam::333333333333:policy/dynconf-boundary-prod',
  canaryBuckets: REGIONS.map((region) => `dynconf-canary-333333333333-${region}-prod`),
  eventRoleArn: 'arn:aws:iam::333333333333:role/dynconf-events-prod',
};
const long = foundationStatements(scope);
const short = denyElsewhere(long, REGIONS);

test('denyElsewhere() allows what was allowed before, and nothing in another region', () => {
  const requests = long.flatMap(requestsOf);
  expect(requests.length).toBeGreaterThan(150);
  for (const { action, resource, terms } of requests)
    for (const region of [...REGIONS, 'us-west-2', 'ap-southeast-1']) {
      const request = { action, resource, context: { ...terms, 'aws:RequestedRegion': region } };
      const before = decide(long, request) === 'allowed';
      expect([request, decide(short, request) === 'allowed']).toEqual([request, before]);
    }
});

test('denyElsewhere() says the regions once, and leaves what S3 may do as it is', () => {
  const naming = short.filter((statement) => JSON.stringify(statement).includes('aws:RequestedRegion'));
  expect(naming.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([['NothingElsewhere', 'Deny']]);
  expect([naming[0]?.Action].flat().filter((action) => action?.startsWith('s3:'))).toEqual([]);
});

test('denyElsewhere() leaves a service as it is that may do anything elsewhere', () => {
  const look = (regions: readonly string[]): Statement => ({
    Effect: 'Allow',
    Action: 'cloudwatch:DescribeAlarms',
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestedRegion': regions } },
  });
  const both = [look(REGIONS), look(['us-west-2'])];
  expect(denyElsewhere(both, REGIONS)).toEqual(both);
});

test('denyElsewhere() adds nothing where no region is said', () => {
  const state: Statement = {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::states/prod/*',
  };
  expect(denyElsewhere([state], REGIONS)).toEqual([state]);
});

/** One request for each action and resource that a statement names, on its other terms. */
function requestsOf({ Action, Resource = [], Condition = {} }: Statement) {
  const terms = Object.fromEntries(
    Object.values(Condition).flatMap((keys) =>
      Object.entries(keys).map(([key, values]) => [key, [values].flat()[0] ?? '']),
    ),
  );
  const resources = [Resource].flat().map((arn) => arn.replaceAll('*', 'x'));
  return [Action].flat().flatMap((action) => resources.map((resource) => ({ action, resource, terms })));
}
