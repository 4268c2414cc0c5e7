import { NumberList } from '../../../compiler/cache/number-list';

test('NumberList grows with what is pushed and appended, and keeps its order', () => {
  const list = new NumberList();
  const expected: number[] = [];
  for (let number = 1; number < 2000; number += 3) {
    list.push(number, -number, 2 ** 31 - 1);
    expected.push(number, -number, 2 ** 31 - 1);
  }
  const many = Int32Array.from({ length: 10_000 }, (_, index) => index);
  list.append(many);
  expect([...list.toArray()]).toEqual([...expected, ...many]);
  expect(list.length).toBe(expected.length + many.length);
});
