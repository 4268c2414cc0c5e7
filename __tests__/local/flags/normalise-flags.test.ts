import { normaliseFlags } from '../../../local/flags/normalise-flags';

const MIDNIGHT = Date.parse('2026-01-01T00:00:00.650Z');
const LATER = Date.parse('2026-01-02T00:00:00.000Z');
const aDocument = (enabled: boolean, description = 'd') => ({
  version: '1',
  values: { pay: { enabled } },
  flags: { pay: { name: 'pay', description } },
});

test('normaliseFlags() is compact, sorted, and dates every entry with milliseconds as Go writes them', () => {
  expect(normaliseFlags(aDocument(true), undefined, MIDNIGHT)).toBe(
    '{"flags":{"pay":{"_createdAt":"2026-01-01T00:00:00.65Z","_updatedAt":"2026-01-01T00:00:00.65Z",' +
      '"description":"d","name":"pay"}},"values":{"pay":{"_createdAt":"2026-01-01T00:00:00.65Z",' +
      '"_updatedAt":"2026-01-01T00:00:00.65Z","enabled":true}},"version":"1"}',
  );
});

test('normaliseFlags() keeps the times of what did not change, so that equal input gives equal bytes', () => {
  const first = normaliseFlags(aDocument(true), undefined, MIDNIGHT);
  expect(normaliseFlags(aDocument(true), first, LATER)).toBe(first);
});

test('normaliseFlags() renews only the changed entry, and keeps its creation time', () => {
  const first = normaliseFlags(aDocument(true), undefined, MIDNIGHT);
  const second = JSON.parse(normaliseFlags(aDocument(false), first, LATER));
  expect(second.flags.pay._updatedAt).toBe('2026-01-01T00:00:00.65Z');
  expect(second.values.pay).toEqual({
    _createdAt: '2026-01-01T00:00:00.65Z',
    _updatedAt: '2026-01-02T00:00:00Z',
    enabled: false,
  });
});

test('normaliseFlags() leaves out empty sections', () => {
  expect(normaliseFlags({ version: '1', flags: {}, values: {} }, undefined, MIDNIGHT)).toBe(
    '{"version":"1"}',
  );
});

test('normaliseFlags() escapes what Go escapes', () => {
  const stored = normaliseFlags(aDocument(true, 'a < b & c\u2028'), undefined, MIDNIGHT);
  expect(stored).toContain('"description":"a \\u003c b \\u0026 c\\u2028"');
  expect(JSON.parse(stored).flags.pay.description).toBe('a < b & c\u2028');
});

test("normaliseFlags() takes over a user's creation time, and fails as AWS does when it is none", () => {
  const dated = (_createdAt: string) => ({ version: '1', values: { pay: { enabled: true, _createdAt } } });
  const stored = JSON.parse(normaliseFlags(dated('2000-01-01T00:00:00Z'), undefined, MIDNIGHT));
  expect(stored.values.pay._createdAt).toBe('2000-01-01T00:00:00Z');
  expect(() => normaliseFlags(dated('2000-01-01'), undefined, MIDNIGHT)).toThrow(
    expect.objectContaining({ type: 'InternalServerException' }),
  );
});
