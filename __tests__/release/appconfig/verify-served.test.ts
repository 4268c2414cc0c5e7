import type { Json } from '../../../compiler/project';
import { differences, expectedServed } from '../../../release/appconfig/verify-served';

describe('differences()', () => {
  test.each<[string, { served: Json; expected: Json; lines: string[] }]>([
    [
      'the order of keys',
      { served: { a: 1, b: { c: 2, d: 3 } }, expected: { b: { d: 3, c: 2 }, a: 1 }, lines: [] },
    ],
    [
      'a value',
      {
        served: { pay: { on: false } },
        expected: { pay: { on: true } },
        lines: ['pay.on is false, should be true'],
      },
    ],
    [
      'a key too many',
      { served: { pay: 1, old: 2 }, expected: { pay: 1 }, lines: ['old is 2, should be absent'] },
    ],
    [
      'a missing key',
      { served: {}, expected: { pay: { on: true } }, lines: ['pay is absent, should be {"on":true}'] },
    ],
    [
      'the order of a list',
      { served: { l: [1, 2] }, expected: { l: [2, 1] }, lines: ['l is [1,2], should be [2,1]'] },
    ],
    [
      'an object for a list',
      { served: { l: { 0: 1 } }, expected: { l: [1] }, lines: ['l is {"0":1}, should be [1]'] },
    ],
    ['null for absent', { served: { a: null }, expected: {}, lines: ['a is null, should be absent'] }],
    ['the whole document', { served: 'text', expected: {}, lines: ['the document is "text", should be {}'] }],
    ['a number like 1e5', { served: { id: 100000 }, expected: { id: 1e5 }, lines: [] }],
  ])('differences() judges %s', (_what, { served, expected, lines }) => {
    expect(differences(served, expected)).toEqual(lines);
  });

  test('differences() shortens long values', () => {
    const [line] = differences({ a: 'x'.repeat(500) }, {});
    expect(line?.length).toBeLessThan(100);
  });
});

describe('expectedServed()', () => {
  test('expectedServed() of flags has no definitions, of operations everything', () => {
    const flags = { version: '1', flags: { pay: { name: 'pay' } }, values: { pay: { enabled: true } } };
    expect(expectedServed('flags', flags)).toEqual({ pay: { enabled: true } });
    expect(expectedServed('operations', { 'log-level': 'info' })).toEqual({ 'log-level': 'info' });
  });
});
