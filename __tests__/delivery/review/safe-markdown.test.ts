import fc from 'fast-check';
import { codeBlock, codeSpan, shortened, shortJson, visible } from '../../../delivery/review/safe-markdown';

test('visible() shows what would not be seen, and what would change the order of reading', () => {
  expect(visible('a\u202Eb\u200Bc\nd\u0007\u{E0041}\uFE0F')).toBe(
    'a\\u{202e}b\\u{200b}c\\u{a}d\\u{7}\\u{e0041}\\u{fe0f}',
  );
  expect(visible('Größe 東京 – "quoted"')).toBe('Größe 東京 – "quoted"');
  expect(visible('half \uD800 of one')).toBe('half \\u{d800} of one');
});

test('codeSpan() chooses a fence that its text does not have', () => {
  expect(codeSpan('a')).toBe('`a`');
  expect(codeSpan('a`b``c')).toBe('```a`b``c```');
  expect(codeSpan('`a')).toBe('`` `a ``');
  expect(codeSpan('')).toBe('` `');
  expect(codeSpan('a\n\n# title')).toBe('`a\\u{a}\\u{a}# title`');
});

test('codeSpan() and codeBlock() of more than anybody reads are short, and come at once', () => {
  expect(codeSpan('\u200B'.repeat(5_000_000))).toMatch(/^`(\\u\{200b\}){400} … \(5000000 characters\)`$/);
  const lines = Array.from({ length: 100_000 }, () => '`a``');
  expect(codeBlock('text', lines).split('\n')).toHaveLength(lines.length + 2);
});

test('codeSpan() of any text is closed by its own fence and nowhere before', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(3), (text, ticks) => {
      const span = codeSpan(`${'`'.repeat(ticks)}${text}${'`'.repeat(ticks)}`);
      const [fence = ''] = /^`+/.exec(span) ?? [];
      const runs = [...span.matchAll(/`+/g)].map(([run]) => run);
      // Opened, closed, and no other run of that length (CommonMark 0.31, "Code spans").
      expect(runs.filter((run) => run.length === fence.length)).toHaveLength(2);
      expect(span.endsWith(fence)).toBe(true);
      expect(span).not.toMatch(/[\r\n]/);
    }),
  );
});

test('codeBlock() of any lines is closed by its last line and nowhere before', () => {
  const lines = fc.array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('```', '~~~', '`````', '</details>')),
  );
  fc.assert(
    fc.property(lines, (texts) => {
      const all = codeBlock('diff', texts).split('\n');
      expect(all).toHaveLength(texts.length + 2);
      const [fence = ''] = /^`+/.exec(all[0] ?? '') ?? [];
      expect(fence.length).toBeGreaterThanOrEqual(3);
      const closing = all.filter(
        (line) => /^ {0,3}`+[ \t]*$/.test(line) && line.trim().length >= fence.length,
      );
      expect(closing).toEqual([fence]);
    }),
  );
});

test('shortened() says how much there was, and cuts no character in two', () => {
  expect(shortened('abcdef', 3)).toBe('abc … (6 characters)');
  expect(shortened('ab😀', 3)).toBe('ab … (4 characters)');
  expect(shortJson('x'.repeat(1000))).toMatch(/^"x{399} … \(1002 characters\)$/);
});
