import { median, pair, summarize } from '../../../scripts/bench/pair';

test('median() is the middle value, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5);
});

test('median() of an even number of values is the mean of the two in the middle', () => {
  expect(median([10, 1, 2, 4])).toBe(3);
});

test('median() of nothing is no number', () => {
  expect(median([])).toBeNaN();
});

test("summarize() takes the median of the rounds' ratios, not the ratio of the medians", () => {
  const { medianA, medianB, ratio } = summarize([
    [10, 10],
    [20, 40],
    [90, 30],
  ]);
  expect({ medianA, medianB, ratio }).toEqual({ medianA: 20, medianB: 30, ratio: 1 });
});

test('summarize() says how far the rounds are apart', () => {
  expect(
    summarize([
      [10, 10],
      [30, 20],
    ]).spread,
  ).toBe(1.5);
});

test('pair() runs both in turn, warms up first and lets every other round start with B', async () => {
  const order: string[] = [];
  const named = (name: string) => async () => order.push(name);
  await pair(named('A'), named('B'), { rounds: 3 });
  expect(order.join('')).toBe('AB' + 'AB' + 'BA' + 'AB');
});

test('pair() counts no warm-up and keeps A and B apart in the rounds that B starts', async () => {
  const a = [1000, 2, 2];
  const b = [1, 4, 8];
  const { medianA, medianB } = await pair(
    async () => a.shift() ?? 0,
    async () => b.shift() ?? 0,
    { rounds: 2 },
  );
  expect([medianA, medianB]).toEqual([2, 6]);
});
