import { mergeOperations } from '../../compiler/merge-operations';
import type { JsonObject } from '../../compiler/project';

describe('mergeOperations()', () => {
  it('mergeOperations() merges objects by key and replaces lists and scalars', () => {
    const merged = mergeOperations([
      { log: { level: 'info', colour: true }, hosts: ['a', 'b'], limit: 1 },
      { log: { level: 'debug' }, hosts: ['c'] },
      { log: { format: 'json' }, limit: 2 },
    ]);
    expect(merged).toEqual({ log: { level: 'debug', colour: true, format: 'json' }, hosts: ['c'], limit: 2 });
  });

  it('mergeOperations() replaces across kinds', () => {
    expect(
      mergeOperations([
        { a: { b: 1 }, c: [1], d: 'x' },
        { a: [2], c: { e: 3 }, d: { f: 4 } },
      ]),
    ).toEqual({
      a: [2],
      c: { e: 3 },
      d: { f: 4 },
    });
  });

  it('mergeOperations() removes with null at every depth and keeps null inside lists', () => {
    const layers = [
      { a: 1, b: { c: 1, d: 2 }, e: [null] },
      { a: null, b: { c: null, new: { deep: null } }, never: null },
    ];
    expect(mergeOperations(layers)).toEqual({ b: { d: 2, new: {} }, e: [null] });
    expect(mergeOperations([{ a: null }])).toEqual({});
  });

  it('mergeOperations() treats __proto__ and constructor as data', () => {
    const layers = ['{"__proto__":{"a":1},"constructor":{"b":1}}', '{"__proto__":{"c":2},"toString":null}'];
    const merged = mergeOperations(layers.map((layer) => JSON.parse(layer) as JsonObject));
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"a":1,"c":2},"constructor":{"b":1}}');
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it('mergeOperations() leaves its layers as they are', () => {
    const base = Object.freeze({ a: Object.freeze({ b: 1 }) });
    expect(mergeOperations([base, { a: { b: 2 } }])).toEqual({ a: { b: 2 } });
    expect(base).toEqual({ a: { b: 1 } });
  });
});
