import { Application } from '../../constructs/application';
import type { ProfileResources } from '../../delivery/targets/target-resources';
import { only, synthScope } from '../builders/synth';

function build(profiles: readonly ProfileResources[], description = 'What checkout does') {
  const props = {
    component: 'checkout',
    name: 'checkout-feat-x',
    description,
    tags: { owner: 'team-a' },
    profiles,
  };
  return synthScope(
    (scope) =>
      new Application(scope, 'checkout', {
        ...props,
        monitor: { type: 'none' },
        notices: { isExtended: false },
      }),
  );
}

test('Application is named as consumers know it', () => {
  expect(only(build([]), 'aws_appconfig_application')).toMatchObject({
    name: 'checkout-feat-x',
    description: 'What checkout does',
    tags: { owner: 'team-a' },
  });
});

test('Application has a profile per kind of document', () => {
  const stack = build([{ profile: 'flags' }, { profile: 'operations' }]);
  const profiles = Object.values(stack.resource['aws_appconfig_configuration_profile'] ?? {});
  expect(profiles.map(({ name, type, location_uri }) => [name, type, location_uri])).toEqual([
    ['flags', 'AWS.AppConfig.FeatureFlags', 'hosted'],
    ['operations', 'AWS.Freeform', 'hosted'],
  ]);
});

test('Application lets AppConfig check operations with the schema, word for word', () => {
  const schema = { properties: { url: { pattern: '^https://${host}%{x}$' } } };
  const stack = build([{ profile: 'operations', schema }]);
  expect(only(stack, 'aws_appconfig_configuration_profile')['validator']).toEqual([
    { type: 'JSON_SCHEMA', content: '{"properties":{"url":{"pattern":"^https://$${host}%%{x}$"}}}' },
  ]);
});

test('Application.findProfileId() refuses a profile that is not there', () => {
  expect(() =>
    synthScope((scope) => {
      const props = { component: 'a', name: 'a', description: 'a', tags: {}, profiles: [] };
      new Application(scope, 'a', {
        ...props,
        monitor: { type: 'none' },
        notices: { isExtended: false },
      }).findProfileId('flags');
    }),
  ).toThrow('has no profile flags');
});
