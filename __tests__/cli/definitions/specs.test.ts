import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dynconf, SHOP, withFolder } from '../../builders/command-line';

const FLAG = 'flags/checkout/one-click-pay.yaml';
const FAILING =
  '  - { in: prod, given: { age: 70 }, expect: { enabled: true, variant: Elders, label: Buy } }\n';

describe('dynconf specs', () => {
  it('specs prints one line for each, with the rule that decided', () =>
    withFolder(SHOP, async (root) => {
      const { exitCode, out, err } = await dynconf('specs', '--root', root);
      expect(exitCode).toBe(0);
      expect(out.split('\n')).toEqual([
        'ok   checkout/one-click-pay in prod/us-east-1: staff may pay more (the rule of Staff matches: (ends_with $email "@example.com"))',
        'ok   checkout/one-click-pay in beta/us-east-1: given age=65 (the flag is off for everybody: it has no variants here)',
        '',
      ]);
      expect(err).toBe('2 passed, 0 failed\n');
    }));

  it('specs ends with 1 when a spec fails in one region of its environment', () =>
    withFolder({ ...SHOP, [FLAG]: `${SHOP[FLAG] ?? ''}${FAILING}` }, async (root) => {
      const report = join(root, 'reports', 'specs.xml');
      const { exitCode, out, err } = await dynconf('specs', '--report', report, '--root', root);
      expect([exitCode, err]).toEqual([1, '4 passed, 1 failed\n']);
      expect(out.split('\n').filter((line) => line.startsWith('FAIL'))).toEqual([
        'FAIL checkout/one-click-pay in prod/eu-west-1: given age=70: enabled is false, expected true, ' +
          'variant is "default", expected "Elders", label is absent, expected "Buy" ' +
          '(the flag is off for everybody: it has no variants here)',
      ]);
      const xml = readFileSync(report, 'utf8');
      expect(xml).toContain('<testsuite name="checkout/one-click-pay" tests="5" failures="1"');
      expect(xml).toContain(
        'name="prod/eu-west-1: given age=70" file="flags/checkout/one-click-pay.yaml" line="18"',
      );
      expect(xml).toContain(
        '<failure message="enabled is false, expected true, variant is &#34;default&#34;',
      );
    }));

  it.each([false, true])(
    'specs has a case for every line, and as many as CodeBuild takes if asked: %s',
    (isFitting) => {
      const many = '  - { in: beta, given: { age: 65 }, expect: { enabled: false } }\n'.repeat(501);
      return withFolder({ ...SHOP, [FLAG]: `${SHOP[FLAG] ?? ''}${many}` }, async (root) => {
        const report = join(root, 'specs.xml');
        const { out } = await dynconf(
          'specs',
          ...(isFitting ? ['--fitting'] : []),
          '--report',
          report,
          '--root',
          root,
        );
        const lines = out.trimEnd().split('\n').length;
        expect(lines).toBeGreaterThan(500);
        const cases = readFileSync(report, 'utf8').match(/<testcase /g)?.length;
        expect(cases).toBe(isFitting ? 1 : lines);
      });
    },
  );

  it('specs has nothing against a project without specs', () =>
    withFolder(
      {
        'environments/beta.yaml': SHOP['environments/beta.yaml'] ?? '',
        'opconfig/search.yaml': 'owner: team-search\ndefault: { a: 1 }\n',
      },
      async (root) => {
        const report = join(root, 'specs.xml');
        expect(await dynconf('specs', '--report', report, '--root', root)).toEqual({
          exitCode: 0,
          out: '',
          err: '0 passed, 0 failed\n',
        });
        expect(existsSync(report)).toBe(true);
      },
    ));

  it('specs says in a sentence that its report cannot be written', () =>
    withFolder(SHOP, async (root) => {
      const { exitCode, err } = await dynconf('specs', '--report', root, '--root', root);
      expect(exitCode).toBe(2);
      expect(err).toContain('the report cannot be written: ');
      expect(err).not.toContain('    at ');
    }));
});
