import { flagStateIn } from '../../compiler/flag-state';
import type { Variant } from '../../compiler/project';
import { aFlag } from '../builders/flag';

const place = { environment: { name: 'prod' }, region: 'eu-west-1' };
const elsewhere = { environment: { name: 'beta' }, region: 'eu-west-1' };
const staff: Variant = { name: 'Staff', enabled: true, rule: '(eq $staff true)', set: {} };
const tenth: Variant = { name: 'Tenth', enabled: true, rule: '(split pct::10 by::$id)', set: {} };

describe('flagStateIn()', () => {
  it('flagStateIn() is off where nothing says otherwise', () => {
    expect(flagStateIn(aFlag({ default: { attributes: {} } }), place)).toMatchObject({
      enabled: false,
      attributes: {},
      variants: [],
    });
  });

  it('flagStateIn() lets the more specific override win, in its own place only', () => {
    const flag = aFlag({
      default: { enabled: false, attributes: { limit: 1, label: 'a', colour: 'red' } },
      overrides: {
        prod: { enabled: true, attributes: { limit: 2, label: 'b' } },
        'prod/eu-west-1': { attributes: { limit: 3 } },
        'prod/us-east-1': { enabled: false, attributes: { limit: 4 } },
      },
    });
    expect(flagStateIn(flag, place)).toMatchObject({
      enabled: true,
      attributes: { limit: 3, label: 'b', colour: 'red' },
    });
    expect(flagStateIn(flag, elsewhere)).toMatchObject({
      enabled: false,
      attributes: { limit: 1, label: 'a' },
    });
  });

  it('flagStateIn() removes an attribute with null, and lets a later override bring it back', () => {
    const flag = aFlag({
      default: { attributes: { label: 'a' } },
      overrides: { prod: { attributes: { label: null } }, 'prod/us-east-1': { attributes: { label: 'c' } } },
    });
    expect(flagStateIn(flag, place).attributes).toEqual({});
    expect(flagStateIn(flag, { ...place, region: 'us-east-1' }).attributes).toEqual({ label: 'c' });
  });

  it('flagStateIn() replaces variants as a whole and inherits them when nothing is said', () => {
    const flag = aFlag({
      default: { enabled: true, attributes: {}, variants: [staff, tenth] },
      overrides: { prod: { attributes: { x: 1 } }, beta: { attributes: {}, variants: [tenth] } },
    });
    expect(flagStateIn(flag, place).variants).toEqual([staff, tenth]);
    expect(flagStateIn(flag, elsewhere).variants).toEqual([tenth]);
  });

  it('flagStateIn() drops inherited variants where the flag is turned off: off is off', () => {
    const flag = aFlag({
      default: { enabled: true, attributes: {}, variants: [staff] },
      overrides: {
        prod: { enabled: false, attributes: {} },
        'prod/eu-west-1': { enabled: true, attributes: {} },
        beta: { enabled: false, attributes: {}, variants: [tenth] },
      },
    });
    expect(flagStateIn(flag, { ...place, region: 'us-east-1' })).toMatchObject({
      enabled: false,
      variants: [],
    });
    expect(flagStateIn(flag, place)).toMatchObject({ enabled: true, variants: [] });
    expect(flagStateIn(flag, elsewhere)).toMatchObject({ enabled: false, variants: [tenth] });
  });

  it('flagStateIn() takes nothing from what every object inherits', () => {
    const odd = { environment: { name: 'constructor' }, region: 'eu-west-1' };
    expect(flagStateIn(aFlag(), odd)).toMatchObject({ enabled: false, attributes: {}, variants: [] });
  });
});
