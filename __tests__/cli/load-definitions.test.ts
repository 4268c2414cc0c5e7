import { loadDefinitions } from '../../cli/load-definitions';
import { SHOP, withFolder } from '../builders/command-line';

const EXPIRED = {
  'flags/checkout/old.yaml':
    'description: Old\nowner: team-a\nlifecycle: release\nexpires: 2020-01-01\ndefault: { enabled: true }\n',
};
const ALSO_EXPIRED = { 'flags/checkout/older.yaml': EXPIRED['flags/checkout/old.yaml'] };
const WRONG = { 'flags/checkout/wrong.yaml': 'description: Wrong\n' };

function loaded(root: string): { readonly names: readonly string[] | undefined; readonly err: string } {
  let err = '';
  const io = {
    out: () => undefined,
    err: (text: string) => void (err += text),
    env: {},
    color: false,
    width: 80,
    signal: new AbortController().signal,
  };
  try {
    return { names: loadDefinitions(io, root).environments.map(({ name }) => name), err };
  } catch (error) {
    return { names: undefined, err: `${err}${(error as Error).message}` };
  }
}

test.each([
  ['says nothing of definitions that are in order', {}, ''],
  ['says of warnings that there are some, not which', EXPIRED, 'one warning: see `npx dynconf check`\n'],
  ['counts warnings', { ...EXPIRED, ...ALSO_EXPIRED }, '2 warnings: see `npx dynconf check`\n'],
])('loadDefinitions() %s', async (_, more, err) => {
  await withFolder({ ...SHOP, ...more }, async (root) => {
    expect(loaded(root)).toEqual({ names: ['beta', 'prod'], err });
    return Promise.resolve();
  });
});

test('loadDefinitions() says every mistake where it ends a command', async () => {
  await withFolder({ ...SHOP, ...WRONG }, async (root) => {
    const { names, err } = loaded(root);
    expect(names).toBeUndefined();
    expect(err).toContain('MISSING_KEY');
    expect(err).toMatch(/nothing was done: the definitions are not in order$/);
    return Promise.resolve();
  });
});
