import fc from 'fast-check';
import { canonicalJson, fingerprint } from '../../compiler/canonical-json';
import { compileDocuments, compileFlags } from '../../compiler/compile-documents';
import type { Attribute, AttributeValue, Flag, JsonObject, Target, Variant } from '../../compiler/project';
import { checkFeatureFlags } from '../../local/flags/feature-flags';
import { normaliseFlags } from '../../local/flags/normalise-flags';
import { anEnvironment, aWave } from '../builders/environment';
import { aFlag } from '../builders/flag';
import { anOperations } from '../builders/operations';
import { aComponent, aProject } from '../builders/project';

const target: Target = { environment: anEnvironment({ name: 'prod' }), region: 'eu-west-1', wave: aWave() };

function valueOf(flag: Flag): unknown {
  return (compileFlags([flag], target)['values'] as JsonObject)[flag.key];
}

function definitionOf(flag: Flag): unknown {
  return (compileFlags([flag], target)['flags'] as JsonObject)[flag.key];
}

describe('compileDocuments()', () => {
  it('compileDocuments() makes flags before operations, and none of what a component lacks', () => {
    const project = aProject({
      components: [
        aComponent({ name: 'cart' }),
        aComponent({ name: 'catalogue', flags: [] }),
        { name: 'search', flags: [aFlag({ component: 'search' })], watchedComponents: ['search'] },
      ],
    });
    const made = compileDocuments(project, target).map(({ component, profile }) => `${component} ${profile}`);
    expect(made).toEqual(['cart flags', 'cart operations', 'catalogue operations', 'search flags']);
  });

  it('compileDocuments() fingerprints canonical content', () => {
    const [document] = compileDocuments(aProject(), target);
    expect(document).toMatchObject({
      environment: 'prod',
      region: 'eu-west-1',
      contentType: 'application/json',
    });
    expect(document?.content).toBe(canonicalJson(document?.value ?? {}));
    expect(document?.fingerprint).toBe(fingerprint(document?.content ?? ''));
  });

  it('compileDocuments() gives a temporary environment an application of its own', () => {
    const environment = anEnvironment({
      name: 'feat-x',
      temporary: { owner: 'team-a', expires: '2027-01-01' },
    });
    const [temporary] = compileDocuments(aProject(), { ...target, environment });
    expect(temporary).toMatchObject({ application: 'checkout-feat-x', component: 'checkout' });
    expect(compileDocuments(aProject(), target)[0]?.application).toBe('checkout');
  });

  it('compileDocuments() merges the operations of the environment and the region', () => {
    const operations = anOperations({
      default: { 'log-level': 'info', limits: { reads: 1, writes: 2 } },
      overrides: {
        prod: { limits: { reads: 3 } },
        'prod/eu-west-1': { limits: { writes: null } },
        beta: { 'log-level': 'debug' },
      },
    });
    const project = aProject({ components: [aComponent({ flags: [], operations })] });
    expect(compileDocuments(project, target)[0]?.content).toBe('{"limits":{"reads":3},"log-level":"info"}');
  });

  it('compileDocuments() passes text on as it is', () => {
    const text = '${var.x} %{ if } "q" \n <&> \u2028 🙂 1e5';
    const operations = anOperations({ default: { text } });
    const [document] = compileDocuments(
      aProject({ components: [aComponent({ flags: [], operations })] }),
      target,
    );
    expect(JSON.parse(document?.content ?? '')).toEqual({ text });
  });
});

describe('compileFlags()', () => {
  it('compileFlags() writes constraints in the words of AppConfig, and only those that are there', () => {
    const attributes: Record<string, Attribute> = {
      'max-amount': { type: 'number', required: true, minimum: 0, maximum: 500, description: 'The most' },
      label: { type: 'string', required: false, enum: ['Pay now', 'Buy'] },
      papers: { type: 'array', required: false, elements: { type: 'string', pattern: '^[a-z]+$' } },
    };
    expect(definitionOf(aFlag({ attributes }))).toEqual({
      name: 'one-click-pay',
      description: 'Pay with one click',
      attributes: {
        'max-amount': {
          description: 'The most',
          constraints: { type: 'number', required: true, minimum: 0, maximum: 500 },
        },
        label: { constraints: { type: 'string', enum: ['Pay now', 'Buy'] } },
        papers: { constraints: { type: 'array', elements: { type: 'string', pattern: '^[a-z]+$' } } },
      },
    });
  });

  it('compileFlags() leaves out what would be empty', () => {
    expect(definitionOf(aFlag())).toEqual({ name: 'one-click-pay', description: 'Pay with one click' });
    const variants = [{ name: 'Staff', enabled: true, rule: '(eq $a 1)', set: {} }];
    expect(valueOf(aFlag({ default: { enabled: true, attributes: {}, variants } }))).toEqual({
      _variants: [
        { name: 'Staff', enabled: true, rule: '(eq $a 1)' },
        { name: 'default', enabled: true },
      ],
    });
  });

  it('compileFlags() marks a deprecated flag', () => {
    expect(definitionOf(aFlag({ deprecated: { reason: 'old', date: '2027-01-01' } }))).toMatchObject({
      _deprecation: { status: 'planned', date: '2027-01-01' },
    });
    expect(definitionOf(aFlag({ deprecated: { reason: 'old', replacedBy: 'new' } }))).toHaveProperty(
      '_deprecation',
      {
        status: 'planned',
      },
    );
  });

  // AppConfig refuses a missing required attribute on a disabled flag too.
  it('compileFlags() keeps the attributes of a disabled flag', () => {
    const flag = aFlag({ default: { enabled: false, attributes: { limit: 5 } } });
    expect(valueOf(flag)).toEqual({ enabled: false, limit: 5 });
  });

  it('compileFlags() gives a variant what it does not set itself, and puts the block last as default', () => {
    const variants: Variant[] = [
      { name: 'Staff', enabled: true, rule: '(eq $a 1)', set: { limit: 500 } },
      { name: 'Nobody', enabled: false, rule: '(eq $a 2)', set: {} },
    ];
    const flag = aFlag({ default: { enabled: true, attributes: { limit: 100, label: 'Buy' }, variants } });
    expect(valueOf(flag)).toEqual({
      _variants: [
        { name: 'Staff', enabled: true, rule: '(eq $a 1)', attributeValues: { limit: 500, label: 'Buy' } },
        { name: 'Nobody', enabled: false, rule: '(eq $a 2)', attributeValues: { limit: 100, label: 'Buy' } },
        { name: 'default', enabled: true, attributeValues: { limit: 100, label: 'Buy' } },
      ],
    });
  });

  it('compileFlags() is accepted by AppConfig, and changed by it in nothing but times', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyFlag, { minLength: 1, maxLength: 4, selector: ({ key }) => key }),
        (flags) => {
          const content = canonicalJson(compileFlags(flags, target));
          const stored = normaliseFlags(checkFeatureFlags(content), undefined, 0);
          const withoutTimes = stored
            .replaceAll(/"_(created|updated)At":"1970-01-01T00:00:00Z",?/g, '')
            .replaceAll(',}', '}');
          expect(withoutTimes).toBe(content);
        },
      ),
    );
  });
});

const attributeValue: fc.Arbitrary<readonly [Attribute, AttributeValue]> = fc.oneof(
  fc
    .integer({ min: 0, max: 9 })
    .map((value) => [{ type: 'number', required: true, minimum: 0, maximum: 9 }, value] as const),
  fc.boolean().map((value) => [{ type: 'boolean', required: false }, value] as const),
  fc
    .constantFrom('Buy', 'Pay now')
    .map((value) => [{ type: 'string', required: true, enum: ['Buy', 'Pay now'] }, value] as const),
  fc
    .array(fc.stringMatching(/^[a-z]+$/), { maxLength: 3 })
    .map(
      (value) =>
        [
          { type: 'array', required: false, elements: { type: 'string', pattern: '^[a-z]+$' } },
          value,
        ] as const,
    ),
);
const key = fc.stringMatching(/^[a-z][a-zA-Z\d-]{0,8}$/).filter((word) => word !== 'enabled');
const variant: fc.Arbitrary<Variant> = fc.record({
  name: fc.stringMatching(/^[A-Z][a-z]{1,8}$/),
  enabled: fc.boolean(),
  rule: fc.constantFrom('(eq $plan "gold")', '(split pct::10 by::$id)'),
  set: fc.constant({}),
});

const anyFlag: fc.Arbitrary<Flag> = fc
  .record({
    key,
    enabled: fc.boolean(),
    // What `<`, `>` and `&` become in AppConfig's own storage is not our content.
    description: fc.string({
      unit: fc.constantFrom('a', ' ', '"', 'é', '${x}', '🙂'),
      minLength: 1,
      maxLength: 9,
    }),
    attributes: fc.dictionary(key, attributeValue, { maxKeys: 4 }),
    variants: fc.uniqueArray(variant, { maxLength: 3, selector: ({ name }) => name }),
    deprecated: fc.option(fc.constant({ reason: 'old', date: '2027-01-01' }), { nil: undefined }),
  })
  .map(({ attributes, enabled, variants, deprecated, ...rest }) => {
    const pick = <Index extends 0 | 1>(
      index: Index,
    ): Record<string, (readonly [Attribute, AttributeValue])[Index]> =>
      Object.fromEntries(Object.entries(attributes).map(([name, pair]) => [name, pair[index]]));
    return aFlag({
      ...rest,
      ...(deprecated && { deprecated }),
      attributes: pick(0),
      default: { enabled, attributes: pick(1), variants },
    });
  });
