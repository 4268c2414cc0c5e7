import { servedFlagState } from '../../../cli/tests/served-flag-state';
import { compileDocuments } from '../../../compiler/compile-documents';
import { flagStateIn } from '../../../compiler/flag-state';
import type { Flag, FlagState } from '../../../compiler/project';
import { targetsOf } from '../../../compiler/targets';
import { loadedProject, WHOLE_SHOP } from '../../builders/whole-shop';

describe('servedFlagState()', () => {
  test('servedFlagState() reads from a document what was compiled into it, for every flag and target of a shop', () => {
    const project = loadedProject(WHOLE_SHOP);
    let compared = 0;
    for (const target of targetsOf(project)) {
      for (const { component, profile, value } of compileDocuments(project, target)) {
        if (profile !== 'flags') continue;
        for (const flag of project.components.find(({ name }) => name === component)?.flags ?? []) {
          expect(servedFlagState(flag, value)).toEqual(comparable(flagStateIn(flag, target)));
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  test('servedFlagState() has nothing on a flag that the document does not have', () => {
    const flag = { key: 'pay' } as Flag;
    expect(servedFlagState(flag, { values: {} })).toBeUndefined();
    expect(servedFlagState(flag, {})).toBeUndefined();
  });

  test('servedFlagState() takes a flag whose variants all have rules as off for everybody else', () => {
    const value = { _variants: [{ name: 'Staff', enabled: true, rule: '(eq $a "b")' }] };
    expect(servedFlagState({ key: 'pay' } as Flag, { values: { pay: value } })).toMatchObject({
      enabled: false,
      variants: [{ name: 'Staff', enabled: true, rule: '(eq $a "b")', set: {} }],
    });
  });
});

/** A document gives every variant all of its attributes; a project says only what differs from the block. */
function comparable(state: FlagState): FlagState {
  return {
    ...state,
    variants: state.variants.map((variant) => ({ ...variant, set: { ...state.attributes, ...variant.set } })),
  };
}
