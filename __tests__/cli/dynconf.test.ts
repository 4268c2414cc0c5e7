import { dynconf, dynconfWith, SHOP, withFolder } from '../builders/command-line';

describe('dynconf', () => {
  it.each([
    [['deplyo', 'x'], 'there is no command deplyo; did you mean deploy?\n'],
    [['deplyo', '--help'], 'there is no command deplyo; did you mean deploy?\n'],
    [['environment', 'lst'], 'there is no command lst; did you mean list?\n'],
    [['verify', 'sreved', '--help'], 'there is no command sreved; did you mean served?\n'],
  ])('%j is wrong usage, and names what was meant', async (words, err) => {
    expect(await dynconf(...words)).toEqual({ exitCode: 2, out: '', err });
  });

  it.each([
    [['bake', 'prod'], '(dynconf bake --help says how)\n'],
    [['environment', 'create'], '(dynconf environment create --help says how)\n'],
    [['specs', '--frob'], '(dynconf specs --help says how)\n'],
  ])('%j is wrong usage, and says whose help to read', async (words, hint) => {
    const { exitCode, err } = await dynconf(...words);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^error: /);
    expect(err.endsWith(hint)).toBe(true);
  });

  it('help says what the commands of two words have in common', async () => {
    const { exitCode, out } = await dynconf('--help');
    expect(exitCode).toBe(0);
    expect(out).toContain('create, extend, list and remove temporary');
  });

  it('takes no empty --root, which would be whatever folder this is', async () => {
    expect(await dynconf('check', '--root', '')).toEqual({
      exitCode: 2,
      out: '',
      err: '--root is empty: name the definitions folder (is a variable of a script unset?)\n',
    });
  });

  it('takes an empty DYNCONF_ROOT as one that is not set: this folder', async () => {
    const environments = ['compile', '--in', 'beta/us-east-1'];
    const here = await dynconf(...environments);
    expect(await dynconfWith({ env: { DYNCONF_ROOT: '' } }, ...environments)).toEqual(here);
    await withFolder(SHOP, async (root) => {
      const named = await dynconfWith({ env: { DYNCONF_ROOT: root } }, ...environments);
      expect(named.exitCode).toBe(0);
      expect(named.out).not.toBe(here.out);
    });
  });
});
