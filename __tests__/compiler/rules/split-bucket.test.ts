import fc from 'fast-check';
import { evaluateRule } from '../../../compiler/rules/evaluate-rule';
import { split } from '../../../compiler/rules/make-rule';
import { splitBucket } from '../../../compiler/rules/split-bucket';

const PEOPLE = Array.from({ length: 20_000 }, (_, index) => `customer-${index}`);

function bucketOf(value: string, seed?: string, flag = 'checkout/pay'): number {
  return splitBucket({ values: [value], flag, ...(seed !== undefined && { seed }) });
}

function isIn(
  percent: number,
  customer: string,
  { seed, flag = 'checkout/pay' }: { seed?: string; flag?: string } = {},
): boolean {
  return evaluateRule(split(percent, 'id', seed), { id: customer }, { flag });
}

function shareOf(matches: (person: string) => boolean): number {
  return (PEOPLE.filter(matches).length / PEOPLE.length) * 100;
}

describe('splitBucket()', () => {
  it('splitBucket() puts a value always at the same place, between 0 and below 100', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (value, seed) => {
        const bucket = bucketOf(value, seed);
        expect(bucket).toBe(bucketOf(value, seed));
        expect(bucket >= 0 && bucket < 100).toBe(true);
      }),
    );
  });

  it('splitBucket() only adds members when the percentage grows', () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(
        fc.tuple(fc.string(), fc.string()),
        fc.tuple(percent, percent),
        ([customer, seed], [one, other]) => {
          const [less, more] = [Math.min(one, other), Math.max(one, other)];
          expect(!isIn(less, customer, { seed }) || isIn(more, customer, { seed })).toBe(true);
        },
      ),
    );
  });

  // Four standard deviations of a share of 20,000 people, at its widest (50 %), are 1.42.
  it.each([0, 1, 10, 50, 99, 100])('splitBucket() lets %s percent in, give or take 1.5', (percent) => {
    expect(Math.abs(shareOf((person) => isIn(percent, person, { seed: 'one' })) - percent)).toBeLessThan(1.5);
    expect(Math.abs(shareOf((person) => isIn(percent, person)) - percent)).toBeLessThan(1.5);
  });

  it('splitBucket() gives every flag its own members without a seed, and the same ones with a seed', () => {
    const flags = ['checkout/pay', 'checkout/basket'] as const;
    const inBoth = (seed?: string): number =>
      shareOf((person) =>
        flags.every((flag) => isIn(50, person, { flag, ...(seed !== undefined && { seed }) })),
      );
    expect(Math.abs(inBoth() - 25)).toBeLessThan(1.5);
    expect(Math.abs(inBoth('one') - 50)).toBeLessThan(1.5);
  });

  // The distributions that the user guide gives for A 20 and B 25, first match wins.
  it('splitBucket() nests the shares of one seed and keeps those of two seeds apart', () => {
    const second = (seed: string): number =>
      shareOf((person) => !isIn(20, person, { seed: 'one' }) && isIn(25, person, { seed }));
    expect(Math.abs(second('one') - 5)).toBeLessThan(1);
    expect(Math.abs(second('two') - 20)).toBeLessThan(1.5);
    expect(shareOf((person) => !isIn(20, person, { seed: 'one' }) && isIn(20, person, { seed: 'one' }))).toBe(
      0,
    );
  });

  it('splitBucket() tells a seed from a flag of the same name, and the values of a list from one long value', () => {
    expect(bucketOf('a', 'checkout/pay')).not.toBe(bucketOf('a'));
    const pair = splitBucket({ values: ['a', 'b'], flag: 'f' });
    expect(pair).not.toBe(splitBucket({ values: ['ab'], flag: 'f' }));
    expect(pair).not.toBe(splitBucket({ values: ['a,b'], flag: 'f' }));
  });

  it('splitBucket() takes a number and its digits for one customer', () => {
    for (const id of [1, 2, 3, 4, 5]) {
      const context = [{ id }, { id: String(id) }] as const;
      const answers = context.map((one) => evaluateRule(split(50, 'id', 's'), one, { flag: 'f' }));
      expect(answers[0]).toBe(answers[1]);
    }
  });
});
