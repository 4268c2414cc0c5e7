import type { JsonObject } from '../../../compiler/project';
import { withoutTimes } from '../../../release/appconfig/stored-version';
import { explainDifferences } from '../../../release/status/status-differences';

const names = ['git', 'served'] as const;

function flags(values: JsonObject, definitions: JsonObject = {}): JsonObject {
  return { version: '1', flags: definitions, values };
}

test('explainDifferences() names what changed in a flag: state, attributes, what came and went', () => {
  const before = flags({ pay: { enabled: false, limit: 10, label: 'Buy' }, same: { enabled: true } });
  const after = flags({ pay: { enabled: true, limit: 20, note: ['a'] }, same: { enabled: true } });
  expect(explainDifferences('flags', { before, after, names })).toEqual([
    'pay: attribute label "Buy" → none',
    'pay: attribute limit 10 → 20',
    'pay: attribute note none → ["a"]',
    'pay: enabled false → true',
  ]);
});

test('explainDifferences() says on which side a flag is alone', () => {
  const [before, after] = [flags({ pay: { enabled: true } }), flags({ sale: { enabled: true } })];
  expect(explainDifferences('flags', { before, after, names })).toEqual([
    'pay: only in git',
    'sale: only served',
  ]);
});

test('explainDifferences() compares variants by name, and their order', () => {
  const variant = (name: string, rule: string, limit: number): JsonObject => ({
    name,
    rule,
    enabled: true,
    attributeValues: { limit },
  });
  const last: JsonObject = { name: 'default', enabled: false };
  const before = flags({ pay: { _variants: [variant('a', '(x)', 1), variant('b', '(y)', 2), last] } });
  const after = flags({
    pay: { _variants: [variant('b', '(z)', 2), variant('a', '(x)', 3), { ...last, enabled: true }] },
  });
  expect(explainDifferences('flags', { before, after, names })).toEqual([
    'pay: enabled false → true',
    'pay: variant a, attribute limit 1 → 3',
    'pay: variant b, rule "(y)" → "(z)"',
    'pay: variants ["a","b"] → ["b","a"]',
  ]);
});

test('explainDifferences() takes a flag that lost its variants for what its last one was', () => {
  const variants = [
    { name: 'a', rule: '(x)', enabled: true },
    { name: 'default', enabled: true, attributeValues: { limit: 1 } },
  ];
  const before = flags({ pay: { _variants: variants } });
  const after = flags({ pay: { enabled: true, limit: 1 } });
  expect(explainDifferences('flags', { before, after, names })).toEqual([
    'pay: variant a, enabled true → none',
    'pay: variant a, rule "(x)" → none',
    'pay: variants ["a"] → none',
  ]);
});

test('explainDifferences() sees a changed definition, too', () => {
  const values = { pay: { enabled: true } };
  const before = flags(values, { pay: { name: 'pay', description: 'old' } });
  const after = flags(values, {
    pay: { name: 'pay', description: 'new', attributes: { limit: { constraints: { type: 'number' } } } },
  });
  expect(explainDifferences('flags', { before, after, names })).toEqual([
    'pay: definition of limit none → {"constraints":{"type":"number"}}',
    'pay: description "old" → "new"',
  ]);
});

test('explainDifferences() names the settings of an operations document by their path', () => {
  const before = { log: { level: 'info', sinks: [1, 2] }, gone: {} };
  const after = { log: { level: 'debug', sinks: [1] }, limits: { requests: 5 } };
  expect(explainDifferences('operations', { before, after, names })).toEqual([
    'gone {} → none',
    'limits.requests none → 5',
    'log.level "info" → "debug"',
    'log.sinks [1,2] → [1]',
  ]);
});

test('withoutTimes() takes away what AppConfig adds, and only from flags', () => {
  const times = { _createdAt: '2026-01-01T00:00:00Z', _updatedAt: '2026-01-01T00:00:00Z' };
  const stored = flags({ pay: { enabled: true, ...times } }, { pay: { name: 'pay', ...times } });
  expect(withoutTimes('flags', stored)).toEqual(flags({ pay: { enabled: true } }, { pay: { name: 'pay' } }));
  expect(withoutTimes('operations', { values: times })).toEqual({ values: times });
});
