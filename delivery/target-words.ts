import { codeSpan } from './safe-markdown';

/** `3 flags`, `1 flag`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Targets as people say them: an environment with all of its regions, or with some of them. */
export function byEnvironment(targets: readonly string[], all: readonly string[]): string {
  const words = [...regionsOf(targets)].map(([environment, regions]) => {
    const whole = regionsOf(all).get(environment)?.length ?? 0;
    if (regions.length === whole && whole > 1)
      return `${codeSpan(environment)} (all ${counted(whole, 'region')})`;
    return regions.map((region) => codeSpan(`${environment}/${region}`)).join(', ');
  });
  return words.join(', ');
}

function regionsOf(targets: readonly string[]): Map<string, string[]> {
  const regions = new Map<string, string[]>();
  for (const target of targets) {
    const [environment = '', region = ''] = target.split('/');
    regions.set(environment, [...(regions.get(environment) ?? []), region]);
  }
  return regions;
}
