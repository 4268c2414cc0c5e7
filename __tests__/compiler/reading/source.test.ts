import { Source } from '../../../compiler/reading/source';

test.each([
  ['the first character', [0, 1], [1, 1, 1, 2]],
  ['the end of a line', [2, 3], [1, 3, 2, 1]],
  ['a line behind CRLF', [7, 8], [3, 1, 3, 2]],
  ['the end of the file', [9, 9], [3, 3, 3, 3]],
])('Source.span() counts lines and columns from 1 at %s', (_what, [start, end], expected) => {
  const { line, column, endLine, endColumn } = new Source('f', 'ab\ncd\r\nef').span(start ?? 0, end ?? 0);
  expect([line, column, endLine, endColumn]).toEqual(expected);
});

test('Source.span() never ends before it starts', () => {
  expect(new Source('f', 'abc').span(2, 0)).toMatchObject({ column: 3, endColumn: 3 });
});
