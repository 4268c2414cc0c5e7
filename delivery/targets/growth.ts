import type { Strategy } from '../../compiler/project';

export type Growth = Pick<Strategy, 'growth' | 'factorPercent' | 'durationMinutes' | 'bakeMinutes'>;

/** From this minute on, this share of callers gets the new document. */
export interface GrowthStep {
  readonly atMinute: number;
  readonly percentage: number;
}

/**
 * The steps in which a rollout grows to 100 %.
 *
 * Linear: factor · i. Exponential: factor · 2^(i-1). Steps are spread evenly over the duration, the last one at its end,
 * as the table in the AppConfig user guide ("Working with deployment strategies") shows. The API reference of
 * UpdateDeploymentStrategy says instead that the first share is served at once: `firstStepAtZero` does that.
 */
export function growthSteps(
  strategy: Growth,
  { firstStepAtZero = false }: { readonly firstStepAtZero?: boolean } = {},
): GrowthStep[] {
  const percentages = percentagesOf(strategy);
  if (strategy.durationMinutes === 0) return [{ atMinute: 0, percentage: 100 }];
  return percentages.map((percentage, index) => ({
    atMinute: (strategy.durationMinutes * (firstStepAtZero ? index : index + 1)) / percentages.length,
    percentage,
  }));
}

/** Growth and bake together: from StartDeployment to COMPLETE. */
export function rolloutMinutes(strategy: Pick<Growth, 'durationMinutes' | 'bakeMinutes'>): number {
  return strategy.durationMinutes + strategy.bakeMinutes;
}

function percentagesOf({ growth, factorPercent }: Growth): number[] {
  const percentages: number[] = [];
  while (percentages.at(-1) !== 100) {
    const index = percentages.length;
    const share = growth === 'linear' ? factorPercent * (index + 1) : factorPercent * 2 ** index;
    // 0.1 · 3 is 0.30000000000000004; nobody wants to read that.
    percentages.push(Math.min(100, Number(share.toFixed(6))));
  }
  return percentages;
}
