import { dynconf, SHOP, withFolder, type CommandResult } from '../../builders/command-line';

async function evaluate(root: string, ...rest: readonly string[]): Promise<CommandResult> {
  return dynconf('evaluate', 'checkout/one-click-pay', '--in', 'prod/us-east-1', '--root', root, ...rest);
}

describe('dynconf evaluate', () => {
  it('evaluate answers with enabled, variant, attributes and reason', () =>
    withFolder(SHOP, async (root) => {
      const { exitCode, out } = await evaluate(
        root,
        '--context',
        'email=ann@example.com',
        '--format',
        'json',
      );
      expect(exitCode).toBe(0);
      expect(JSON.parse(out)).toEqual({
        enabled: true,
        variant: 'Staff',
        attributes: { 'max-amount': 500 },
        reason: 'the rule of Staff matches: (ends_with $email "@example.com")',
      });
    }));

  it('evaluate takes context values for YAML scalars: 65 is a number, "65" a text', () =>
    withFolder(SHOP, async (root) => {
      const variantOf = async (...pairs: string[]): Promise<unknown> =>
        (
          JSON.parse((await evaluate(root, '--format', 'json', '--context', ...pairs)).out) as {
            variant: unknown;
          }
        ).variant;
      expect(await variantOf('age=65')).toBe('Elders');
      expect(await variantOf('age="65"')).toBe('default');
      expect(await variantOf('plan=gold', 'age=66')).toBe('Elders');
      expect(await variantOf('age=1', '--context', 'email=a@example.com')).toBe('Staff');
    }));

  it('evaluate tells people in lines', () =>
    withFolder(SHOP, async (root) => {
      expect((await evaluate(root, '--context', 'age=70')).out.split('\n')).toEqual([
        'checkout/one-click-pay in prod/us-east-1 is on',
        '  variant: Elders',
        '  max-amount: 100',
        '  label: "Buy"',
        '  because the rule of Elders matches: (gte $age 65)',
        '',
      ]);
    }));

  it('evaluate names a context key that no rule of the flag asks for, wherever it applies', () =>
    withFolder(SHOP, async (root) => {
      const { exitCode, err } = await evaluate(root, '--context', 'emial=ann@example.com', 'age=70');
      expect(exitCode).toBe(0);
      expect(err).toBe('no rule of checkout/one-click-pay asks for emial; they ask for email, age\n');
      const sale = ['evaluate', 'shared/summer-sale', '--in', 'beta/us-east-1', '--root', root];
      const without = await dynconf(...sale, '--context', 'plan=gold');
      expect(without.err).toBe('no rule of shared/summer-sale asks for plan; it has none\n');
    }));

  it('evaluate finds a shared flag by the component that holds it and by those that read it', () =>
    withFolder(SHOP, async (root) => {
      for (const name of ['shared/summer-sale', 'search/summer-sale']) {
        const { exitCode, out } = await dynconf('evaluate', name, '--in', 'beta/us-east-1', '--root', root);
        expect([exitCode, out.split('\n')[0]]).toEqual([0, 'shared/summer-sale in beta/us-east-1 is on']);
      }
    }));

  it.each([
    [
      ['evaluate', 'checkout/one-click-pays', '--in', 'beta/us-east-1'],
      'did you mean checkout/one-click-pay?',
    ],
    [
      ['evaluate', 'checkout/one-click-pay/x', '--in', 'beta/us-east-1'],
      'there is no flag checkout/one-click-pay/x',
    ],
    [['evaluate', 'one-click-pay', '--in', 'beta/us-east-1'], 'write <component>/<flag>'],
    [['evaluate', 'checkout/one-click-pay'], 'say where: --in'],
    [
      ['evaluate', 'checkout/one-click-pay', '--in', 'beta/us-east-1', '--format', 'xml'],
      '--format is xml, text, json are possible',
    ],
    [['evaluate', '--in', 'beta/us-east-1'], 'missing required argument'],
  ])('%j is wrong usage', (argv, message) =>
    withFolder(SHOP, async (root) => {
      const { exitCode, out, err } = await dynconf(...argv, '--root', root);
      expect([exitCode, out]).toEqual([2, '']);
      expect(err).toContain(message);
    }),
  );
});
