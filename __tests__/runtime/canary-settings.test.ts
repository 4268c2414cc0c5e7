import { canarySettings } from '../../runtime/canary-settings';

const VARIABLES = { CANARY_ENVIRONMENT: 'prod', CANARY_COMPONENTS: 'checkout:fo search:o' };

test('canarySettings() makes a document of every letter of a component', () => {
  const { documents } = canarySettings(VARIABLES);
  expect(documents.map(({ component, profile }) => `${component}/${profile}`)).toEqual([
    'checkout/flags',
    'checkout/operations',
    'search/operations',
  ]);
});

test('canarySettings() reads an application of a temporary environment by its suffix', () => {
  const { documents } = canarySettings({ ...VARIABLES, CANARY_APPLICATION_SUFFIX: '-feat-x' });
  expect(documents[0]).toMatchObject({ component: 'checkout', application: 'checkout-feat-x' });
});

test.each([
  [{ CANARY_ENVIRONMENT: undefined }, 'CANARY_ENVIRONMENT is not set'],
  [{ CANARY_COMPONENTS: 'checkout' }, 'CANARY_COMPONENTS has "checkout", expected <component>:f, :o or :fo'],
  [{ CANARY_COMPONENTS: 'a:fx' }, 'CANARY_COMPONENTS has "a:fx", expected <component>:f, :o or :fo'],
  [{ CANARY_STALE_AFTER_MINUTES: '0' }, 'CANARY_STALE_AFTER_MINUTES is "0", expected a number above 0'],
  [{ CANARY_STALE_AFTER_MINUTES: 'soon' }, 'CANARY_STALE_AFTER_MINUTES is "soon", expected a number above 0'],
])('canarySettings() refuses %j', (variables, sentence) => {
  expect(() => canarySettings({ ...VARIABLES, ...variables })).toThrow(sentence);
});
