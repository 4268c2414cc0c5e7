import fc from 'fast-check';
import { stringify } from 'yaml';
import { flagStateIn } from '../../../compiler/flag-state';
import { hasValue, layersOf, onState } from '../../../compiler/flags/flag-layers';
import type { AttributeValue, ValueBlock } from '../../../compiler/project';
import { aFlag } from '../../builders/flag';
import { aTree } from '../../builders/yaml-tree';

interface Block {
  enabled?: boolean;
  max?: number | null;
  variants?: { name: string; enabled?: boolean }[];
}

const block: fc.Arbitrary<Block> = fc.record(
  {
    enabled: fc.boolean(),
    max: fc.constantFrom(1, 2, null),
    variants: fc.array(
      fc.record({ name: fc.constant('A'), enabled: fc.boolean() }, { requiredKeys: ['name'] }),
      {
        maxLength: 2,
      },
    ),
  },
  { requiredKeys: [] },
);

function valueBlock({ enabled, max, variants }: Block): ValueBlock {
  const attributes: Record<string, AttributeValue | null> = max === undefined ? {} : { max };
  return {
    ...(enabled !== undefined && { enabled }),
    attributes,
    ...(variants && {
      variants: variants.map(({ name, enabled: isOn = true }) => ({
        name,
        enabled: isOn,
        rule: '(eq $a 1)',
        set: {},
      })),
    }),
  };
}

test('onState() and hasValue() agree with flagStateIn() on every pile of blocks', () => {
  fc.assert(
    fc.property(block, block, block, (base, environment, region) => {
      const root = aTree(
        stringify({ default: base, overrides: { beta: environment, 'beta/us-east-1': region } }),
      );
      const layers = layersOf(root, { selectors: ['beta', 'beta/us-east-1'], targets: ['beta/us-east-1'] });
      const flag = aFlag({
        default: valueBlock(base),
        overrides: { beta: valueBlock(environment), 'beta/us-east-1': valueBlock(region) },
      });
      const state = flagStateIn(flag, { environment: { name: 'beta' }, region: 'us-east-1' });
      expect(onState(layers)).toEqual({
        isOnByDefault: state.enabled,
        isOnForSome: state.enabled || state.variants.some(({ enabled }) => enabled),
      });
      expect(hasValue(layers, 'max')).toBe(Object.hasOwn(state.attributes, 'max'));
    }),
    { numRuns: 300 },
  );
});
