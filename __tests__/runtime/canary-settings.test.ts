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

test('canarySettings() expects the keys that are named and no others', () => {
  const keys = JSON.stringify({ checkout: { flags: ['one-click-pay'] } });
  const { documents } = canarySettings({ ...VARIABLES, CANARY_KEYS: keys });
  expect(documents.map((document) => document.keys)).toEqual([['one-click-pay'], [], []]);
});

test('canarySettings() emits metrics unless they are off', () => {
  expect(canarySettings(VARIABLES).emitsMetrics).toBe(true);
  expect(canarySettings({ ...VARIABLES, CANARY_METRICS: 'off' }).emitsMetrics).toBe(false);
});

test.each([
  [{ CANARY_ENVIRONMENT: undefined }, 'CANARY_ENVIRONMENT is not set'],
  [{ CANARY_COMPONENTS: 'checkout' }, 'CANARY_COMPONENTS has "checkout", expected <component>:f, :o or :fo'],
  [{ CANARY_COMPONENTS: 'a:fx' }, 'CANARY_COMPONENTS has "a:fx", expected <component>:f, :o or :fo'],
  [{ CANARY_KEYS: '{' }, 'CANARY_KEYS is not JSON'],
  [{ CANARY_METRICS: 'yes' }, 'CANARY_METRICS is "yes", expected embedded or off'],
  [{ CANARY_STALE_AFTER_MINUTES: '0' }, 'CANARY_STALE_AFTER_MINUTES is "0", expected a number above 0'],
  [
    { CANARY_MAXIMUM_LATENCY_MILLIS: 'soon' },
    'CANARY_MAXIMUM_LATENCY_MILLIS is "soon", expected a number above 0',
  ],
])('canarySettings() refuses %j', (variables, sentence) => {
  expect(() => canarySettings({ ...VARIABLES, ...variables })).toThrow(sentence);
});
