import type { Strategy } from '../project';

const predefined = (
  name: string,
  [growth, factorPercent, durationMinutes, bakeMinutes]: Numbers,
): Strategy => ({
  predefined: `AppConfig.${name}`,
  growth,
  factorPercent,
  durationMinutes,
  bakeMinutes,
});
type Numbers = readonly [Strategy['growth'], number, number, number];

/** The strategies AppConfig brings along (AppConfig user guide, "Working with deployment strategies"). */
export const PREDEFINED_STRATEGIES: readonly Strategy[] = [
  predefined('AllAtOnce', ['linear', 100, 0, 10]),
  predefined('Linear50PercentEvery30Seconds', ['linear', 50, 1, 1]),
  predefined('Canary10Percent20Minutes', ['exponential', 10, 20, 10]),
  predefined('Linear20PercentEvery6Minutes', ['linear', 20, 30, 30]),
];

/** What an environment without `strategy` gets: it fits the 30 minutes of beta and gamma, and prod is warned. */
export const DEFAULT_STRATEGY = 'AppConfig.AllAtOnce';

export function findPredefinedStrategy(name: string): Strategy | undefined {
  return PREDEFINED_STRATEGIES.find((strategy) => strategy.predefined === name);
}
