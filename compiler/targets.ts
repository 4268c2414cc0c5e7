import type { Environment, Project, Target } from './project';

/** Every target in rollout order: environments as the project orders them, then waves, then regions as written. */
export function targetsOf(project: Project, environmentNames?: readonly string[]): Target[] {
  return project.environments
    .filter((environment) => environmentNames === undefined || environmentNames.includes(environment.name))
    .flatMap(targetsOfEnvironment);
}

/** The targets of one environment: wave by wave, region by region. */
export function targetsOfEnvironment(environment: Environment): Target[] {
  return environment.waves.flatMap((wave) => wave.regions.map((region) => ({ environment, region, wave })));
}

/** In the order of the waves, each once. */
export function regionsOf({ waves }: Pick<Environment, 'waves'>): string[] {
  return [...new Set(waves.flatMap((wave) => wave.regions))];
}

/** `<environment>/<region>`, as people write it in `--in` and `overrides`. */
export function selectorOf(target: Target): string {
  return `${target.environment.name}/${target.region}`;
}

/** The target that a selector `<environment>/<region>` means. */
export function findTarget(project: Project, selector: string): Target | undefined {
  return targetsOf(project).find((target) => selectorOf(target) === selector);
}

/** The targets that a selector means: `<environment>` is all of its regions, `<environment>/<region>` is one. */
export function targetsIn(project: Project, selector: string): Target[] {
  return targetsOf(project).filter(
    (target) => target.environment.name === selector || selectorOf(target) === selector,
  );
}
