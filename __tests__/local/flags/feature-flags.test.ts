import { checkFeatureFlags } from '../../../local/flags/feature-flags';
import type { AwsError } from '../../../local/http/errors';

const FEATURE = {
  name: 'Feature',
  attributes: {
    color: { constraints: { type: 'string', required: true, enum: ['blue', 'green'] } },
    limit: { constraints: { type: 'number', minimum: 1, maximum: 5 } },
    tags: { constraints: { type: 'array', elements: { type: 'string', pattern: '^[a-z]+$' } } },
  },
};
const VALUE = { enabled: true, color: 'blue', limit: 2, tags: ['ok'] };
const PREMIUM = { name: 'premium', enabled: true, rule: '(eq $tier "premium")' };
const DEFAULT = { name: 'default', enabled: false };

const aDocument = (value: unknown, flags: unknown = { f: FEATURE }) => ({
  version: '1',
  flags,
  values: { f: value },
});
const variants = (...list: unknown[]) => aDocument({ _variants: list }, { f: {} });
const withRule = (rule: string) => variants({ ...PREMIUM, rule }, DEFAULT);

function problemsOf(document: unknown): string[] {
  try {
    checkFeatureFlags(typeof document === 'string' ? document : JSON.stringify(document));
    return [];
  } catch (error) {
    const { message, details } = error as AwsError;
    expect(message).toBe("Error invoking extension AppConfig Feature Flags Helper: Invalid 'Content' data");
    expect(details).toMatchObject({ status: 400, members: { Reason: 'InvalidConfiguration' } });
    const { Details } = details.members as {
      Details: {
        InvalidConfiguration: { Constraint: string; Location: string; Reason?: string; Type: string }[];
      };
    };
    return Details.InvalidConfiguration.map(({ Constraint, Location, Reason, Type }) =>
      [Constraint, '@', Location, Type === 'NotSatisfied' ? undefined : Type, Reason]
        .filter(Boolean)
        .join(' '),
    );
  }
}

test.each<[string, unknown, string[]]>([
  ['no version', {}, ['Required @ version']],
  ['another version', { version: '2' }, ['OneOf(1) @ version']],
  ['flags that are no object', { version: '1', flags: 1 }, ['AttributeType(object) @ flags Invalid']],
  ['what is not JSON', '{', ['Json @ Invalid']],
  [
    'a missing required attribute',
    aDocument({ ...VALUE, color: undefined }),
    ['Not(IsZero([])) @ values.f.attributes', 'Entries @ values.f.attributes.color'],
  ],
  [
    'a missing required attribute of a disabled flag',
    aDocument({ enabled: false }),
    ['Not(IsZero([])) @ values.f.attributes', 'Entries @ values.f.attributes.color'],
  ],
  ['a value outside enum', aDocument({ ...VALUE, color: 'red' }), ['OneOf(blue, green) @ values.f.color']],
  ['a number below minimum', aDocument({ ...VALUE, limit: 0 }), ['FloatGTE(1) @ values.f.limit']],
  [
    'a number above maximum, also while disabled',
    aDocument({ ...VALUE, enabled: false, limit: 6 }),
    ['FloatLTE(5) @ values.f.limit'],
  ],
  ['a string for a number', aDocument({ ...VALUE, limit: '2' }), ['AttributeType(number) @ values.f.limit']],
  [
    'an element against the pattern',
    aDocument({ ...VALUE, tags: ['BAD'] }),
    ['Regexp(^[a-z]+$) @ values.f.tags.0'],
  ],
  [
    'an element of another type',
    aDocument({ ...VALUE, tags: ['ok', 3] }),
    ['ElementType(string) @ values.f.tags.1'],
  ],
  [
    'an attribute that the flag does not define',
    aDocument({ ...VALUE, extra: 'x' }),
    ['Satisfies(map[color limit tags]) @ values.f.extra'],
  ],
  [
    'an attribute of a flag that is not defined',
    aDocument({ enabled: true, extra: 'x' }, {}),
    ['Satisfies(map[]) @ values.f.extra'],
  ],
  [
    'an undefined attribute that is called like a method of objects',
    aDocument({ ...VALUE, constructor: 'x' }),
    ['Satisfies(map[color limit tags]) @ values.f.constructor'],
  ],
  ['enabled: 1', aDocument({ enabled: 1 }, {}), ['AttributeType(boolean) @ values.f.enabled Invalid']],
  [
    'enabled: "invalid"',
    aDocument({ enabled: 'invalid' }, {}),
    ['AttributeType(boolean) @ values.f.enabled Invalid'],
  ],
  ['a rule on the last variant', variants(PREMIUM), ['Empty @ values.f._variants.variants.premium.rule']],
  [
    'no rule on another variant',
    variants({ name: 'first', enabled: true }, DEFAULT),
    ['NonEmpty @ values.f._variants.variants.first.rule'],
  ],
  [
    'two variants of one name',
    variants({ ...PREMIUM, name: 'default' }, DEFAULT),
    ['UniqueVariantNames @ values.f._variants.variants.variants'],
  ],
  [
    'enabled beside variants',
    aDocument({ enabled: true, _variants: [DEFAULT] }, {}),
    ['StrictVariants @ values.f'],
  ],
  [
    'a rule that is no expression',
    withRule('not-a-rule'),
    ['Empty @ values.f._variants.0.rule', 'RuleIsValid @ values.f._variants.0.rule NotAnExpression'],
  ],
  [
    'a rule with an unknown operator',
    withRule('(ne $a 1)'),
    ['Empty @ values.f._variants.0.rule', 'RuleIsValid @ values.f._variants.0.rule UnknownSymbol'],
  ],
  [
    'a month that is no Ion timestamp',
    withRule('(gt $date 2024-01)'),
    ['Empty @ values.f._variants.0.rule', 'RuleIsValid @ values.f._variants.0.rule.gt TooFewOperands'],
  ],
  [
    'several mistakes at once',
    aDocument({ ...VALUE, color: 'red', limit: 9 }),
    ['OneOf(blue, green) @ values.f.color', 'FloatLTE(5) @ values.f.limit'],
  ],
])('checkFeatureFlags() refuses %s', (_name, document, problems) => {
  expect(problemsOf(document)).toEqual(problems);
});

test.each<[string, unknown, unknown]>([
  ['a value for a flag that is not defined', aDocument({ enabled: true }, {}), { enabled: true }],
  ['an empty value', aDocument({}, {}), { enabled: false }],
  ['an empty list of variants', aDocument({ _variants: [] }, {}), {}],
  ['an empty array', aDocument({ ...VALUE, tags: [] }), { ...VALUE, tags: [] }],
  ...['true', 'TRUE', 'True', '1', 't'].map((text): [string, unknown, unknown] => [
    `enabled: "${text}"`,
    aDocument({ enabled: text }, {}),
    { enabled: true },
  ]),
  ...['false', 'FALSE', '0', 'f', null].map((text): [string, unknown, unknown] => [
    `enabled: ${JSON.stringify(text)}`,
    aDocument({ enabled: text }, {}),
    { enabled: false },
  ]),
])('checkFeatureFlags() accepts %s', (_name, document, value) => {
  expect(checkFeatureFlags(JSON.stringify(document))['values']).toEqual({ f: value });
});

test('checkFeatureFlags() accepts 33 variants, more than the schema allows', () => {
  const rules = Array.from({ length: 32 }, (_, index) => ({ ...PREMIUM, name: `v${index}` }));
  expect(problemsOf(variants(...rules, DEFAULT))).toEqual([]);
});

test('checkFeatureFlags() accepts a flag without a value', () => {
  expect(checkFeatureFlags('{"version":"1","flags":{"f":{}}}')).toEqual({
    version: '1',
    flags: { f: {} },
    values: {},
  });
});

test('checkFeatureFlags() drops keys that AppConfig does not know', () => {
  const document = { version: '1', unknown: 1, flags: { f: { name: 'f', color: 'red' } }, values: {} };
  expect(checkFeatureFlags(JSON.stringify(document))).toEqual({
    version: '1',
    flags: { f: { name: 'f' } },
    values: {},
  });
});
