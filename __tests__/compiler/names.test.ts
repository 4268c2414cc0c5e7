import { foundationOf, isLocal, looksLikeRegion, stackName } from '../../compiler/names';
import { KNOWN_REGIONS } from '../../compiler/environments/known-regions';
import { anEnvironment } from '../builders/environment';

const temporary = { owner: 'team-a', expires: '2099-01-01' };

test('isLocal() is for local and for temporary environments that extend it, and for nothing else', () => {
  const environments = [
    anEnvironment({ name: 'local' }),
    anEnvironment({ name: 'feat-x', temporary: { ...temporary, from: 'local' } }),
    anEnvironment({ name: 'feat-y', temporary: { ...temporary, from: 'beta' } }),
    anEnvironment({ name: 'feat-z', temporary }),
    anEnvironment({ name: 'locally' }),
  ];
  expect(environments.filter(isLocal).map(({ name }) => name)).toEqual(['local', 'feat-x']);
});

const target = { environment: { name: 'prod' }, region: 'us-east-1' };

test('stackName() has the workload between the region and the kind, and one foundation for all of them', () => {
  expect(stackName(target, 'flags')).toBe('prod-us-east-1-flags');
  expect(stackName(target, 'flags', 'payments')).toBe('prod-us-east-1-payments-flags');
  expect(stackName(target, 'foundation', 'payments')).toBe('prod-us-east-1-foundation');
});

test.each(['payments', 'us', 'team-a-1', 'flags-2', 'x-operations', 'west', 'east-1a', 'a1'])(
  'foundationOf() finds the one foundation of a target, whatever its workload is called: %s',
  (workload) => {
    expect(looksLikeRegion(workload)).toBe(false);
    for (const region of KNOWN_REGIONS) {
      for (const environment of ['prod', 'prod-eu-west-1', 'feat-flags', 'x-1']) {
        const place = { environment: { name: environment }, region };
        for (const kind of ['flags', 'operations'] as const) {
          expect(foundationOf(stackName(place, kind, workload))).toBe(stackName(place, 'foundation'));
          expect(foundationOf(stackName(place, kind))).toBe(stackName(place, 'foundation'));
        }
      }
    }
  },
);

test.each(['us-east-1', 'west-2', 'payments-eu-central-1', 'ap-southeast-2-payments', 'north-1'])(
  'looksLikeRegion() tells %s, after which nobody knows where the region of a stack ends',
  (workload) => {
    expect(looksLikeRegion(workload)).toBe(true);
  },
);

test('looksLikeRegion() knows the end of every region that there is', () => {
  expect(KNOWN_REGIONS.filter((region) => !looksLikeRegion(region))).toEqual([]);
});
