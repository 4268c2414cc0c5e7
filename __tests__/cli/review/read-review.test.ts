import { join } from 'node:path';
import { readPlans, readReview } from '../../../cli/review/read-review';
import type { Json } from '../../../compiler/project';
import type { Review } from '../../../delivery/review/review';
import { dynconf } from '../../builders/command-line';
import { aChange, aReview } from '../../builders/review';
import { writeProject } from '../../builders/write-project';

const HOLE = '@hole@';

/** A stored review of which one value is this text, as nothing that writes JSON would write it. */
function withValue(text: string): string {
  const edits = [{ path: ['a'], before: HOLE, after: 1 }];
  return JSON.stringify(aReview({ changes: [aChange({ edits })] })).replace(JSON.stringify(HOLE), () => text);
}

function stored(text: string): string {
  return join(writeProject({ 'review.json': text }), 'review.json');
}

function nested(levels: number, [open, close]: readonly [string, string] = ['[', ']']): string {
  return `${open.repeat(levels)}1${close.repeat(levels)}`;
}

const MANY = Array.from({ length: 100_001 }, (_, n) => `e${n}/r`);

test.each([
  ['lists in lists', withValue(nested(200_000)), 'it nests too deeply'],
  ['maps in maps', withValue(nested(200_000, ['{"a":', '}'])), 'it nests too deeply'],
  ['nothing but brackets', '['.repeat(1_000_000), 'it nests too deeply'],
  ['a mark of the order of bytes', `\uFEFF${JSON.stringify(aReview())}`, 'is not JSON'],
  ['a number', '7', 'it must be object'],
  ['nothing', 'null', 'it must be object'],
  [
    'what a prototype should bring',
    '{"version":1,"__proto__":{"notes":[]}}',
    /must have required property|must NOT have additional/,
  ],
  [
    'a prototype besides',
    JSON.stringify(aReview()).replace('{', '{"__proto__":{"a":1},'),
    'must NOT have additional properties',
  ],
  [
    'more targets than there are',
    JSON.stringify(aReview({ targets: { changed: [], unchanged: MANY, added: [], removed: [] } })),
    '/targets/unchanged must NOT have more than 100000 items',
  ],
  [
    'a text that nobody reads',
    JSON.stringify(aReview({ notes: ['x'.repeat(100_001)] })),
    '/notes/0 must NOT have more than 100000 characters',
  ],
  [
    'minutes without end',
    JSON.stringify(aReview({ pipelines: [{ pipeline: 'p', stages: [{ name: 's', minutes: 1e300 }] }] })),
    '/pipelines/0/stages/0/minutes must be <= 1000000000',
  ],
])('review --from refuses %s with a sentence', async (_, text, sentence) => {
  const { exitCode, out, err } = await dynconf('review', '--from', stored(text));
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  expect(err).toMatch(sentence);
  expect(err.length).toBeLessThan(300);
});

test('readReview() refuses what is no file, and what is larger than any review', () => {
  const folder = writeProject({ 'review.json': ' '.repeat(20_000_001) });
  expect(() => readReview(folder)).toThrow('there is no file');
  expect(() => readReview(join(folder, 'none.json'))).toThrow('there is no file');
  expect(() => readReview(join(folder, 'review.json'))).toThrow('is larger than any review');
});

test('readReview() takes brackets in texts, and keys that JavaScript knows', () => {
  const value = '{"__proto__":{"a":1},"constructor":"[[[[\\"{{{{","toJSON":"no"}';
  const { changes } = readReview(stored(withValue(value)));
  expect(JSON.stringify(changes[0]?.edits[0]?.before)).toBe(value);
  expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  const brackets = '['.repeat(1_000);
  expect(readReview(stored(JSON.stringify(aReview({ notes: [brackets] })))).notes).toEqual([brackets]);
});

test('readReview() takes what definitions may nest, and the page shows it', async () => {
  const value: Json = JSON.parse(nested(100)) as Json;
  const review: Review = aReview({
    changes: [aChange({ edits: [{ path: ['a'], before: value, after: 1 }] })],
  });
  const { exitCode, out } = await dynconf('review', '--from', stored(JSON.stringify(review)));
  expect(exitCode).toBe(0);
  expect(out).toContain(`- a: ${nested(100)}`);
});

test('readReview() takes the last of two keys, as whatever else reads JSON does', () => {
  const text = JSON.stringify(aReview()).replace(/}$/, ',"notes":["second"]}');
  expect(readReview(stored(text)).notes).toEqual(['second']);
});

test('readPlans() refuses plans that are none', () => {
  expect(() => readPlans(stored('{"plans":[{"stack":"a"}]}'))).toThrow('is not what dynconf writes');
  expect(() => readPlans(stored(`{"plans":${nested(300)}}`))).toThrow('nests too deeply');
});
