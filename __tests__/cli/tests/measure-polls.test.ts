import {
  describeMeasures,
  measurePolls,
  type Measures,
  percentile,
  type Poll,
  regressions,
} from '../../../cli/tests/measure-polls';

/** A poll each 10 ms for 10 s. */
function polls(
  milliseconds: (index: number) => number,
  error: (index: number) => string | undefined = () => undefined,
): Poll[] {
  return Array.from({ length: 1_000 }, (_, index) => {
    const problem = error(index);
    return {
      atMilliseconds: index * 10,
      milliseconds: milliseconds(index),
      ...(problem !== undefined && { error: problem }),
    };
  });
}

const measured = (overrides: Partial<Measures> = {}): Measures => ({
  polls: 1_000,
  errorPercent: 0,
  perSecond: 100,
  p50: 10,
  p95: 20,
  p99: 40,
  ...overrides,
});
const TOLERANCE = { percent: 50, milliseconds: 5 };

describe('measurePolls()', () => {
  test('measurePolls() tells percentiles, throughput and the share of errors', () => {
    const found = measurePolls(
      polls(
        (index) => (index % 20) + 1,
        (index) => (index % 100 === 99 ? 'refused' : undefined),
      ),
    );
    expect(found).toMatchObject({ polls: 1_000, errorPercent: 1, p50: 10, p95: 19, p99: 20 });
    expect(Math.round(found.perSecond / 10)).toBe(10);
  });

  test('measurePolls() is not impressed by one hiccup, however long', () => {
    const calm = measurePolls(polls(() => 10));
    const hiccup = measurePolls(polls((index) => (index >= 200 && index < 350 ? 3_000 : 10)));
    expect(hiccup).toMatchObject({ p50: calm.p50, p95: calm.p95 });
  });

  test('measurePolls() sees what is slow all the time, and what nobody answered', () => {
    expect(measurePolls(polls((index) => (index % 10 === 0 ? 400 : 10))).p95).toBe(400);
    expect(
      measurePolls(
        polls(
          () => 1,
          () => 'down',
        ),
      ),
    ).toMatchObject({ errorPercent: 100, p50: 0 });
    expect(measurePolls([])).toMatchObject({ polls: 0, errorPercent: 100 });
  });
});

describe('regressions()', () => {
  test('regressions() tolerates what is a little slower, and small numbers that are large shares', () => {
    expect(regressions(measured(), measured({ p50: 14.9, p95: 30 }), TOLERANCE)).toEqual([]);
    expect(regressions(measured({ p50: 1, p95: 2 }), measured({ p50: 6, p95: 7 }), TOLERANCE)).toEqual([]);
    expect(regressions(measured(), measured({ p99: 4_000 }), TOLERANCE)).toEqual([]);
  });

  test('regressions() says what became slower or fails more often', () => {
    expect(regressions(measured(), measured({ p50: 15.1 }), TOLERANCE)).toEqual([
      'p50 is 15.1 ms, it was 10 ms and may be 15 ms',
    ]);
    expect(regressions(measured(), measured({ p95: 31, errorPercent: 1.1 }), TOLERANCE)).toEqual([
      'p95 is 31 ms, it was 20 ms and may be 30 ms',
      '1.1 % of polls fail, 0 % did',
    ]);
  });

  test('regressions() has nothing against what became better', () => {
    expect(regressions(measured({ errorPercent: 5 }), measured({ p50: 1, p95: 1 }), TOLERANCE)).toEqual([]);
  });
});

test('percentile() is one of the values, and the only one of one', () => {
  expect([
    percentile([3, 1, 2], 0.5),
    percentile([3, 1, 2], 1),
    percentile([7], 0.01),
    percentile([], 0.5),
  ]).toEqual([2, 3, 7, 0]);
});

test('describeMeasures() is one line', () => {
  expect(describeMeasures(measured())).toBe(
    '1000 polls, 100 per second, p50 10 ms, p95 20 ms, p99 40 ms, 0 % failed',
  );
});
