import fc from 'fast-check';
import { growthSteps, rolloutMinutes, type Growth } from '../../../delivery/targets/growth';

const aGrowth = (overrides: Partial<Growth> = {}): Growth => ({
  growth: 'linear',
  factorPercent: 20,
  durationMinutes: 600,
  bakeMinutes: 30,
  ...overrides,
});
const table = (growth: Growth) =>
  growthSteps(growth).map(({ atMinute, percentage }) => `${percentage}@${atMinute}`);

test.each([
  ['the user guide: 20 % over ten hours', aGrowth(), ['20@120', '40@240', '60@360', '80@480', '100@600']],
  ['AppConfig.AllAtOnce', aGrowth({ factorPercent: 100, durationMinutes: 0 }), ['100@0']],
  [
    'AppConfig.Linear50PercentEvery30Seconds',
    aGrowth({ factorPercent: 50, durationMinutes: 1 }),
    ['50@0.5', '100@1'],
  ],
  [
    'AppConfig.Canary10Percent20Minutes',
    aGrowth({ growth: 'exponential', factorPercent: 10, durationMinutes: 20 }),
    ['10@4', '20@8', '40@12', '80@16', '100@20'],
  ],
  [
    'a factor that does not divide 100',
    aGrowth({ factorPercent: 30, durationMinutes: 40 }),
    ['30@10', '60@20', '90@30', '100@40'],
  ],
  ['no duration', aGrowth({ durationMinutes: 0 }), ['100@0']],
])('growthSteps() grows as AppConfig does: %s', (_name, growth, steps) => {
  expect(table(growth)).toEqual(steps);
});

test('growthSteps() serves the first share at minute 0 if told so', () => {
  const [first, second, ...rest] = growthSteps(aGrowth(), { firstStepAtZero: true });
  expect([first, second]).toEqual([
    { atMinute: 0, percentage: 20 },
    { atMinute: 120, percentage: 40 },
  ]);
  expect(rest.at(-1)).toEqual({ atMinute: 480, percentage: 100 });
});

test('growthSteps() only ever grows, ends at 100 % and never after the duration', () => {
  const growths = fc.record({
    growth: fc.constantFrom('linear' as const, 'exponential' as const),
    factorPercent: fc.double({ min: 1, max: 100, noNaN: true }),
    durationMinutes: fc.integer({ min: 0, max: 1440 }),
    bakeMinutes: fc.integer({ min: 0, max: 1440 }),
  });
  fc.assert(
    fc.property(growths, fc.boolean(), (growth, firstStepAtZero) => {
      const steps = growthSteps(growth, { firstStepAtZero });
      for (const [index, step] of steps.entries()) {
        const before = steps[index - 1];
        expect(step.percentage).toBeGreaterThan(before?.percentage ?? 0);
        expect(step.atMinute).toBeGreaterThanOrEqual(before?.atMinute ?? 0);
        expect(step.atMinute).toBeLessThanOrEqual(growth.durationMinutes + 1e-9);
      }
      expect(steps.at(-1)?.percentage).toBe(100);
    }),
  );
});

test('rolloutMinutes() is growth and bake together', () => {
  expect(rolloutMinutes(aGrowth())).toBe(630);
});
