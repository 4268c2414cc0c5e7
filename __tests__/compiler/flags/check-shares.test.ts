import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

describe('checkShares()', () => {
  it.each([
    ['another seed', ['percent: 20, of: id, seed: a', 'percent: 20, of: id, seed: b']],
    ['another key', ['percent: 20, of: id', 'percent: 20, of: account']],
    ['a larger share, which is the next part', ['percent: 20, of: id', 'percent: 40, of: id']],
    ['an earlier one for few', ['plan: gold, percent: 20, of: id', 'percent: 20, of: id']],
    ['a share of nothing, which is meant', ['percent: 20, of: id', 'percent: 0, of: id']],
    ['one of two', ['percent: 20, of: id', 'any: [{ percent: 20, of: id }, { plan: gold }]']],
  ])('checkShares() says nothing of %s', (_what, conditions) => {
    expect(findings(conditions)).toEqual([]);
  });

  it('checkShares() says how much is left, and what to write for the next share', () => {
    expect(findings(['percent: 20, of: id', 'percent: 20, of: id', 'percent: 15, of: id'])).toEqual([
      'V1 is served to nobody: its 20 % of id are among the 20 % of V0, which comes before, so that 0 % are left for it; write 40 for the next 20 % of them, or give it a seed of its own',
      'V2 is served to nobody: its 15 % of id are among the 20 % of V0, which comes before, so that 0 % are left for it; write 55 for the next 15 % of them, or give it a seed of its own',
    ]);
  });

  it('checkShares() proposes no share above 100 %', () => {
    expect(findings(['percent: 60, of: id', 'percent: 60, of: id'])[0]).toMatch(
      /; give it a seed of its own$/,
    );
  });

  it.each([
    [
      'several shares that lie beside each other',
      [
        'percent: 20, of: id, country: DE',
        'percent: 20, of: id, country: FR',
        'percent: 20, of: id, country: [DE, FR]',
      ],
      'V2 is served to nobody: whoever it is for gets V0 or V1 before; move V2 before V0, or give it a seed of its own',
    ],
    [
      'any of two shares',
      ['percent: 30, of: id', 'any: [{ percent: 10, of: id }, { percent: 30, of: id, plan: gold }]'],
      'V1 is served to nobody: whoever it is for gets V0 before; move V1 before V0, or give it a seed of its own',
    ],
    [
      'a wider condition without a share',
      ['plan: gold', 'plan: silver', 'plan: gold, percent: 90, of: id'],
      'V2 is served to nobody: whoever it is for gets V0 before; move V2 before V0',
    ],
    [
      'the rest of a share, in three parts',
      [
        'percent: 10, of: id',
        'country: DE, percent: 50, of: id',
        'country: FR, percent: 50, of: id',
        'country: [FR, DE], all: [{ percent: 40, of: id }, { not: { percent: 10, of: id } }]',
      ],
      'V3 is served to nobody: whoever it is for gets V1 or V2 before; move V3 before V1, or give it a seed of its own',
    ],
  ])('checkShares() finds a variant behind %s', (_what, conditions, expected) => {
    expect(findings(conditions)).toEqual([expected]);
  });

  it.each([
    [
      'of a missing key',
      ['beta: true, percent: 20, of: id', 'beta: false, percent: 20, of: id', 'percent: 20, of: id'],
    ],
    [
      'next to a share',
      ['percent: 20, of: id', 'all: [{ percent: 30, of: id }, { not: { percent: 20, of: id } }]'],
    ],
    ['of other values', ['country: DE, percent: 20, of: id', 'country: [DE, FR], percent: 20, of: id']],
    ['that is for nobody at all', ['plan: gold', 'plan: gold, percent: 0, of: id']],
  ])('checkShares() says nothing of a variant %s', (_what, conditions) => {
    expect(findings(conditions)).toEqual([]);
  });

  it('checkShares() looks at every block by itself', () => {
    const block = '{ variants: [{ name: A, when: { percent: 20, of: id } }] }';
    expect(diagnosticsOf(`default: ${block}\noverrides: { beta: ${block} }`)).toEqual([]);
  });
});

function findings(conditions: readonly string[]): readonly string[] {
  const variants = conditions.map((condition, index) => `{ name: V${index}, when: { ${condition} } }`);
  return diagnosticsOf(`default: { variants: [${variants.join(', ')}] }`);
}

function diagnosticsOf(blocks: string): readonly string[] {
  const flag = `description: D\nowner: team-a\nlifecycle: permanent\n${blocks}\n`;
  const { diagnostics } = loadProject(writeProject({ ...SMALL_PROJECT, 'flags/checkout/pay.yaml': flag }));
  return diagnostics.map(({ message, fix }) => `${message}; ${fix}`);
}
