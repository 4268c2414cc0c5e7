import { startOf } from '../../compiler/diagnostic';
import type { Flag, Spec } from '../../compiler/project';
import { runSpecs, type SpecResult } from '../../compiler/run-specs';
import { selectorOf } from '../../compiler/targets';
import { anEnvironment, aWave } from '../builders/environment';
import { aFlag } from '../builders/flag';
import { aComponent, aProject } from '../builders/project';

function resultsOf(spec: Partial<Spec>, flag: Partial<Flag> = {}): SpecResult[] {
  const whole: Spec = {
    in: 'prod',
    given: {},
    expect: {},
    at: startOf('flags/checkout/one-click-pay.yaml'),
    ...spec,
  };
  const environments = [
    anEnvironment(),
    anEnvironment({ name: 'prod', waves: [aWave({ regions: ['us-west-2', 'eu-west-1'] })] }),
  ];
  const components = [aComponent({ flags: [aFlag({ specs: [whole], ...flag })] })];
  return runSpecs(aProject({ components, environments }));
}

describe('runSpecs()', () => {
  const flag = {
    default: { enabled: false, attributes: { limit: 1, tags: ['a', 'b'] } },
    overrides: { 'prod/eu-west-1': { enabled: true, attributes: {} } },
  };

  it('runSpecs() tries a spec in every region of its environment, or in the one it names', () => {
    const failing = resultsOf({ expect: { enabled: true } }, flag).map(({ target, failures }) => [
      selectorOf(target),
      failures,
    ]);
    expect(failing).toEqual([
      ['prod/us-west-2', ['enabled is false, expected true']],
      ['prod/eu-west-1', []],
    ]);
    expect(resultsOf({ in: 'prod/eu-west-1' }).map(({ target }) => target.region)).toEqual(['eu-west-1']);
  });

  it('runSpecs() compares variant and attributes, and says each difference', () => {
    const expectation = { variant: 'Staff', limit: 2, tags: ['a', 'b'], label: 'Buy' };
    expect(resultsOf({ in: 'prod/eu-west-1', expect: expectation }, flag)[0]?.failures).toEqual([
      'variant is "default", expected "Staff"',
      'limit is 1, expected 2',
      'label is absent, expected "Buy"',
    ]);
  });

  it('runSpecs() finds no attribute of a flag that is off, and takes null for absent', () => {
    const [result] = resultsOf({ in: 'prod/us-west-2', expect: { limit: 1, tags: null } }, flag);
    expect(result?.failures).toEqual(['limit is absent, expected 1']);
  });

  it('runSpecs() hands the given context to the rules', () => {
    const variants = [{ name: 'Staff', enabled: true, rule: '(eq $age 65)', set: {} }];
    const block = { default: { enabled: false, attributes: {}, variants } };
    const expectation = { expect: { variant: 'Staff', enabled: true }, in: 'beta' };
    expect(resultsOf({ ...expectation, given: { age: 65 } }, block)[0]?.failures).toEqual([]);
    expect(resultsOf({ ...expectation, given: { age: '65' } }, block)[0]?.failures).toHaveLength(2);
  });
});
