import { codeSpan } from './safe-markdown';

/** `3 flags`, `1 flag`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** How many regions each environment has. */
export type RegionCounts = ReadonlyMap<string, number>;

/** Counted once, and not for each change: there may be as many of these as of targets. */
export function regionCounts(all: readonly string[]): RegionCounts {
  return new Map([...regionsOf(all)].map(([environment, regions]) => [environment, regions.length]));
}

/** Targets as people say them: an environment with all of its regions, or with some of them. */
export function byEnvironment(targets: readonly string[], all: RegionCounts): string {
  const words = [...regionsOf(targets)].map(([environment, regions]) => {
    const whole = all.get(environment) ?? 0;
    if (regions.length === whole && whole > 1)
      return `${codeSpan(environment)} (all ${counted(whole, 'region')})`;
    return regions.map((region) => codeSpan(`${environment}/${region}`)).join(', ');
  });
  return words.join(', ');
}

function regionsOf(targets: readonly string[]): Map<string, string[]> {
  const regions = new Map<string, string[]>();
  for (const target of targets) {
    const [environment = '', region = ''] = target.split('/', 2);
    const known = regions.get(environment);
    if (known) known.push(region);
    else regions.set(environment, [region]);
  }
  return regions;
}
