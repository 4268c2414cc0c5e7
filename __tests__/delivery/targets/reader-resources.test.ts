import { readerResources } from '../../../delivery/targets/reader-resources';
import type { Environment } from '../../../compiler/project';
import { anEnvironment, aWave } from '../../builders/environment';

const readers = { roles: ['arn:aws:iam::444444444444:role/shop'] };

function resourcesOf(environment: Partial<Environment>, application = 'checkout') {
  const target = { environment: anEnvironment(environment), region: 'ap-southeast-2', wave: aWave() };
  return readerResources(target, application, ['flags', 'operations']);
}

test('readerResources() names a role per application and a policy per profile', () => {
  expect(resourcesOf({ name: 'prod', readers })).toEqual({
    roleName: 'dynconf-reader-checkout-ap-southeast-2',
    path: '/dynconf/prod/',
    description: 'Reads checkout in prod, ap-southeast-2',
    readers,
    policies: [
      { profile: 'flags', name: 'dynconf-reader-checkout-ap-southeast-2-flags' },
      { profile: 'operations', name: 'dynconf-reader-checkout-ap-southeast-2-operations' },
    ],
  });
});

test('readerResources() stays within the length of a role name, and keeps applications apart', () => {
  const long = 'a'.repeat(63);
  const names = [`${long}x`, `${long}y`].map(
    (application) => resourcesOf({ readers }, application)?.roleName,
  );
  for (const name of names) expect(name?.length).toBeLessThanOrEqual(64);
  expect(new Set(names).size).toBe(2);
});

test('readerResources() has nothing for nobody, and nothing on this machine', () => {
  expect(resourcesOf({})).toBeUndefined();
  expect(resourcesOf({ name: 'local', readers })).toBeUndefined();
});
