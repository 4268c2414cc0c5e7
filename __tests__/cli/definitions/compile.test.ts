import { canonicalJson } from '../../../compiler/canonical-json';
import type { Json } from '../../../compiler/project';
import { dynconf, SHOP, withFolder } from '../../builders/command-line';

describe('dynconf compile', () => {
  it('compile prints the documents of a target as canonical JSON', () =>
    withFolder(SHOP, async (root) => {
      const { exitCode, out } = await dynconf('compile', '--in', 'prod/us-east-1', '--root', root);
      const documents = JSON.parse(out) as Record<string, Record<string, Record<string, Json>>>;
      expect(exitCode).toBe(0);
      expect(out).toBe(`${canonicalJson(documents)}\n`);
      expect(Object.keys(documents)).toEqual(['checkout', 'search', 'shared']);
      expect(documents['search']).toEqual({ operations: { 'log-level': 'error' } });
      expect(documents['shared']?.['flags']?.['values']).toEqual({ 'summer-sale': { enabled: true } });
      expect(documents['checkout']?.['flags']?.['values']).toMatchObject({
        'one-click-pay': {
          _variants: [{ rule: '(ends_with $email "@example.com")' }, {}, { name: 'default' }],
        },
      });
    }));

  it('compile takes one component, or one profile', () =>
    withFolder(SHOP, async (root) => {
      const at = ['--in', 'beta/us-east-1', '--root', root] as const;
      const one = await dynconf('compile', ...at, '--component', 'search', '--profile', 'operations');
      expect(one.out).toBe('{"search":{"operations":{"log-level":"info"}}}\n');
      const flags = await dynconf('compile', ...at, '--profile', 'flags');
      expect(Object.keys(JSON.parse(flags.out) as object)).toEqual(['checkout', 'shared']);
    }));

  it.each([
    [['--in', 'prod/us-east-2'], 'there is no target prod/us-east-2; did you mean prod/us-east-1?'],
    [['--in', 'prod'], 'prod has regions, say one: prod/us-west-2'],
    [[], 'say where: --in <environment>/<region>'],
    [
      ['--in', 'beta/us-east-1', '--component', 'serach'],
      'there is no component serach; did you mean search?',
    ],
    [['--in', 'beta/us-east-1', '--component', 'constructor'], 'there is no component constructor'],
    [
      ['--in', 'beta/us-east-1', '--profile', 'operation'],
      'there is no profile operation; did you mean operations?',
    ],
    [
      ['--in', 'beta/us-east-1', '--component', 'checkout', '--profile', 'operations'],
      'checkout has no operations document',
    ],
    [['--in', 'beta/us-east-1', '--format', 'yaml'], 'there is no format yaml'],
  ])('compile %j is wrong usage', (options, message) =>
    withFolder(SHOP, async (root) => {
      const { exitCode, out, err } = await dynconf('compile', ...options, '--root', root);
      expect([exitCode, out]).toEqual([2, '']);
      expect(err).toContain(message);
    }),
  );

  it('compile shows mistakes in the definitions and ends with 1', () =>
    withFolder({ ...SHOP, 'flags/checkout/broken.yaml': 'owner: [\n' }, async (root) => {
      const { exitCode, out, err } = await dynconf('compile', '--in', 'beta/us-east-1', '--root', root);
      expect([exitCode, out]).toEqual([1, '']);
      expect(err).toContain('flags/checkout/broken.yaml:');
      expect(err).toMatch(/nothing was done: the definitions are not in order\n$/);
    }));
});
