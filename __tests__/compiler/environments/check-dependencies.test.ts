import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';
import { BETA, beta } from '../corpus/broken-case';

const GROWTH = 'strategy: { growth: exponential, factor-percent: 10, duration-minutes: 5, bake-minutes: 5 }';
const place = (account: string, rest: string): string =>
  `account: "${account}"\nregions: [us-west-2]\n${GROWTH}\n${rest}\n`;

interface Urls {
  readonly beta?: string;
  readonly gamma?: string;
  readonly prod?: string;
  readonly zeta?: string;
}

/** What is found when each stage uses the ledger at this URL. */
function found(urls: Urls): readonly string[] {
  const uses = (url: string | undefined): string => (url ? `dependencies: { ledger: "${url}" }` : '');
  const root = writeProject({
    ...SMALL_PROJECT,
    [BETA]: beta(uses(urls.beta)),
    'environments/gamma.yaml': place('222222222222', `after: beta\nmirrors: prod\n${uses(urls.gamma)}`),
    'environments/prod.yaml': place('333333333333', `after: gamma\n${uses(urls.prod)}`),
    ...(urls.zeta && { 'environments/zeta.yaml': place('444444444444', uses(urls.zeta)) }),
  });
  return loadProject(root).diagnostics.map(({ message, fix }) => `${message}; ${fix}`);
}

test.each([
  'https://gamma.example.com',
  'https://payments.gamma.example.com/v1',
  'https://ledger-gamma.example.com',
  'https://example.com/gamma/ledger',
  'https://example.com/stages/GAMMA',
  'http://gamma:8080/',
])('checkDependencies() takes %s for gamma where gamma itself declares nothing', (url) => {
  expect(found({ beta: url, prod: 'https://ledger.example.com' })).toEqual([]);
});

test.each([
  'https://gammaray.example.com',
  'https://ledger.example.com/?stage=gamma',
  'https://beta.example.com',
])('checkDependencies() does not take %s for gamma', (url) => {
  expect(found({ beta: url })).toEqual([
    `the tests of beta use ledger at ${url}, which is not its gamma; write the URL of ledger in gamma: gamma is a part of its host or path`,
  ]);
});

test('checkDependencies() believes what gamma declares, however it is called', () => {
  const gamma = 'https://rehearsal.example.com/';
  expect(found({ beta: 'https://rehearsal.example.com', gamma })).toEqual([]);
  expect(found({ beta: 'https://ledger.gamma.example.com', gamma })).toEqual([
    'the tests of beta use ledger at https://ledger.gamma.example.com, which is not its gamma; write https://rehearsal.example.com/, as gamma does',
  ]);
});

test('checkDependencies() says when beta uses the one of prod', () => {
  const prod = 'https://ledger.example.com';
  expect(found({ beta: prod, prod })[0]).toContain('which is that of prod');
  expect(found({ beta: prod, prod, gamma: 'https://ledger.gamma.example.com' })[0]).toContain(
    'which is that of prod',
  );
});

test('checkDependencies() lets beta and gamma use the only one that there is', () => {
  const only = 'https://only.example.com';
  expect(found({ beta: only, gamma: only, prod: only })).toEqual([]);
});

test('checkDependencies() wants zeta to use what prod uses', () => {
  const prod = 'https://ledger.example.com';
  expect(found({ prod, zeta: `${prod}/` })).toEqual([]);
  expect(found({ prod, zeta: 'https://ledger.gamma.example.com' })).toEqual([
    'the tests of zeta use ledger at https://ledger.gamma.example.com, and prod uses https://ledger.example.com; write https://ledger.example.com',
  ]);
  expect(found({ zeta: prod })[0]).toContain('and prod does not use it; add it to prod, or remove it');
});

/** Each stage after the one before it, with the ledger that it uses; gamma and what zeta says mirror live. */
function foundInOrder(stages: Readonly<Record<string, string | undefined>>, zeta = ''): readonly string[] {
  const names = Object.keys(stages);
  const files = names.map((name, index) => {
    const rest = [
      ...(index > 0 ? [`after: ${names[index - 1] ?? ''}`] : []),
      ...(name === 'gamma' ? ['mirrors: live'] : []),
      ...(name === 'zeta' ? [zeta] : []),
      ...(stages[name] === undefined ? [] : [`dependencies: { ledger: "${stages[name]}" }`]),
    ];
    return [`environments/${name}.yaml`, place(`${index + 1}`.repeat(12), rest.join('\n'))] as const;
  });
  const { diagnostics } = loadProject(writeProject({ ...SMALL_PROJECT, ...Object.fromEntries(files) }));
  return diagnostics.map(({ message, fix }) => `${message}; ${fix}`);
}

const [RELEASED, NEXT] = ['https://ledger.example.com', 'https://ledger.gamma.example.com'];
const ORDERS = [
  ['zeta', 'beta', 'gamma', 'live'],
  ['beta', 'zeta', 'gamma', 'live'],
  ['beta', 'gamma', 'zeta', 'live'],
  ['beta', 'gamma', 'live', 'zeta'],
].map((order) => order.join(' → '));

test.each(ORDERS)('checkDependencies() wants prod’s endpoints of zeta only, in %s', (order) => {
  const stages = (zeta: string | undefined): Record<string, string | undefined> =>
    Object.fromEntries(
      order.split(' → ').map((name) => [name, name === 'zeta' ? zeta : name === 'live' ? RELEASED : NEXT]),
    );
  for (const mirrors of ['', 'mirrors: live']) {
    expect(foundInOrder(stages(RELEASED), mirrors)).toEqual([]);
    expect(foundInOrder(stages(NEXT), mirrors)).toEqual([
      `the tests of zeta use ledger at ${NEXT}, and live uses ${RELEASED}; write ${RELEASED}`,
    ]);
    expect(foundInOrder(stages(undefined), mirrors)).toEqual([
      'the tests of zeta do not use ledger, as live does; add ledger with the URLs of live',
    ]);
  }
});

test('checkDependencies() takes what a zeta mirrors for prod where nothing else mirrors it', () => {
  const found = foundInOrder({ beta: RELEASED, zeta: NEXT, live: RELEASED }, 'mirrors: live');
  expect(found).toEqual([
    expect.stringContaining(`the tests of beta use ledger at ${RELEASED}, which is that of live`),
    `the tests of zeta use ledger at ${NEXT}, and live uses ${RELEASED}; write ${RELEASED}`,
  ]);
});
