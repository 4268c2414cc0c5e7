import { dynconf } from '../builders/command-line';

describe('dynconf', () => {
  it.each([
    [['deplyo', 'x'], 'there is no command deplyo; did you mean deploy?\n'],
    [['deplyo', '--help'], 'there is no command deplyo; did you mean deploy?\n'],
    [['environment', 'lst'], 'there is no command lst; did you mean list?\n'],
    [['verify', 'sreved', '--help'], 'there is no command sreved; did you mean served?\n'],
  ])('%j is wrong usage, and names what was meant', async (words, err) => {
    expect(await dynconf(...words)).toEqual({ exitCode: 2, out: '', err });
  });

  it('help says what the commands of two words have in common', async () => {
    const { exitCode, out } = await dynconf('--help');
    expect(exitCode).toBe(0);
    expect(out).toContain('create, extend, list and remove temporary');
  });
});
