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
