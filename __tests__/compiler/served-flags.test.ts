import { servedFlags } from '../../compiler/served-flags';

// The bodies as AppConfig itself served them.
describe('servedFlags()', () => {
  it('servedFlags() shows attributes of enabled flags only, sorted', () => {
    const served = servedFlags({
      version: '1',
      flags: {},
      values: {
        feature: { enabled: true, tags: ['ok'], color: 'blue', limit: 2, _createdAt: 'x', _updatedAt: 'y' },
        disabled: { enabled: false, color: 'red' },
      },
    });
    expect(JSON.stringify(served)).toBe(
      '{"disabled":{"enabled":false},"feature":{"color":"blue","enabled":true,"limit":2,"tags":["ok"]}}',
    );
  });

  it('servedFlags() shows the default variant, with its attributes only while it is enabled', () => {
    const variants = (enabled: boolean): object => ({
      _variants: [
        { name: 'Staff', enabled: true, rule: '(eq $a 1)', attributeValues: { color: 'red' } },
        { name: 'fallback', enabled, attributeValues: { color: 'green' } },
      ],
    });
    expect(JSON.stringify(servedFlags({ values: { checkout: variants(true) as never } }))).toBe(
      '{"checkout":{"_variant":"fallback","color":"green","enabled":true}}',
    );
    expect(JSON.stringify(servedFlags({ values: { checkout: variants(false) as never } }))).toBe(
      '{"checkout":{"_variant":"fallback","enabled":false}}',
    );
  });

  it('servedFlags() leaves out a flag without a value, and takes an empty value for off', () => {
    expect(servedFlags({ version: '1', flags: { a: { name: 'a' } } })).toEqual({});
    expect(servedFlags({ values: { a: {}, b: { _variants: [] } } })).toEqual({
      a: { enabled: false },
      b: { enabled: false },
    });
  });
});
