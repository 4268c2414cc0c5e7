import { servedTable } from '../../../cli/releases/served-table';

test('servedTable() has a line per flag and per setting', () => {
  const table = servedTable(
    [
      {
        component: 'checkout',
        profile: 'flags',
        served: { pay: { enabled: true, label: 'Buy', max: 5 }, wrap: { enabled: false } },
      },
      { component: 'checkout', profile: 'operations', served: { 'log-level': 'info', limits: { burst: 1 } } },
    ],
    80,
  );
  expect(table).toBe(
    [
      '  checkout flags       pay        on   label Buy, max 5',
      '                       wrap       off',
      '  checkout operations  log-level       info',
      '                       limits          {"burst":1}',
      '',
    ].join('\n'),
  );
});

test('servedTable() stays within the terminal', () => {
  const served = { pay: { enabled: true, text: 'x'.repeat(500) } };
  const table = servedTable([{ component: 'checkout', profile: 'flags', served }], 60);
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBe(60);
});

test('servedTable() goes on below where a line is too long, and leaves nothing out', () => {
  const served = {
    'gift-wrapping': { enabled: true, papers: ['plain', 'stars'], 'price-cents': 250, text: 'ab'.repeat(30) },
  };
  const table = servedTable([{ component: 'checkout', profile: 'flags', served }], 60);
  expect(table).toBe(
    [
      '  checkout flags  gift-wrapping  on  papers',
      '                              ["plain","stars"], price-cents',
      '                              250, text',
      `                              ${'ab'.repeat(15)}`,
      `                              ${'ab'.repeat(15)}`,
      '',
    ].join('\n'),
  );
});

test('servedTable() of nothing is empty', () => {
  expect(servedTable([], 80)).toBe('');
});

test('servedTable() of several targets says in each row which one', () => {
  const row = { component: 'search', profile: 'operations', served: { level: 'info', limit: 1 } } as const;
  expect(
    servedTable(
      [
        { ...row, target: 'prod/eu-west-1' },
        { ...row, target: 'prod/us-east-1' },
      ],
      80,
    ),
  ).toBe(
    [
      '  prod/eu-west-1  search operations  level    info',
      '                                     limit    1',
      '  prod/us-east-1  search operations  level    info',
      '                                     limit    1',
      '',
    ].join('\n'),
  );
});
