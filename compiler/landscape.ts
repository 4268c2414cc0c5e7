import type { DefinitionFile } from './definition-file';
import { hasReadableRegions, writtenRegions } from './environments/written-regions';
import type { ResolvedEnvironment } from './environments/resolve-environments';
import type { Findings } from './reading/findings';
import { didYouMean, knownOr } from './reading/nearest';
import type { Place } from './reading/source';

/** Targets in which the same overrides apply. */
export interface Combination {
  /** The selectors that apply, the most general first. */
  readonly selectors: readonly string[];
  /** `<environment>/<region>`. */
  readonly targets: readonly string[];
}

/** Where things run: what selectors may name, and which of them apply where. */
export class Landscape {
  readonly #environments: ReadonlyMap<string, ResolvedEnvironment>;
  readonly #abstract: ReadonlySet<string>;
  /** Environment → regions, each once. */
  readonly #regions: ReadonlyMap<string, readonly string[]>;

  constructor(environments: readonly ResolvedEnvironment[], files: readonly DefinitionFile[]) {
    this.#environments = new Map(environments.map((environment) => [environment.name, environment]));
    this.#abstract = new Set(files.filter(({ kind }) => kind === 'abstract').map(({ name }) => name));
    this.#regions = new Map(environments.map(({ name, root }) => [name, distinctRegions(root)]));
  }

  /** A selector is `<environment>` or `<environment>/<region>`, and both must exist. */
  checkSelector(selector: string, at: Place, findings: Findings): void {
    const [name = '', region, ...rest] = selector.split('/');
    const environment = this.#environments.get(name);
    if (!environment) {
      findings.error(at, 'SELECTOR_UNKNOWN_ENVIRONMENT', this.#unknownEnvironment(name));
    } else if (rest.length > 0 || region === '') {
      findings.error(at, 'SELECTOR_INVALID', {
        message: `${selector} is not a selector`,
        fix: 'write <environment> or <environment>/<region>',
      });
    } else if (region !== undefined) this.#checkRegion({ environment, region }, at, findings);
  }

  /** Which of some selectors apply where; every target is in exactly one combination. */
  combinations(selectors: ReadonlySet<string>): readonly Combination[] {
    const found = new Map<string, { selectors: string[]; targets: string[] }>();
    for (const [environment, regions] of this.#regions) {
      for (const region of regions) {
        const target = `${environment}/${region}`;
        const applying = [environment, target].filter((selector) => selectors.has(selector));
        const same = found.get(applying.join(' '));
        if (same) same.targets.push(target);
        else found.set(applying.join(' '), { selectors: applying, targets: [target] });
      }
    }
    return [...found.values()];
  }

  #checkRegion(
    { environment, region }: { environment: ResolvedEnvironment; region: string },
    at: Place,
    findings: Findings,
  ): void {
    const regions = this.#regions.get(environment.name) ?? [];
    if (regions.includes(region) || !environment.isComplete || !hasReadableRegions(environment.root)) return;
    findings.error(at, 'SELECTOR_UNKNOWN_REGION', {
      message: `${environment.name} has no region ${region}${didYouMean(region, regions)}`,
      fix: `its regions: ${regions.join(', ')}`,
    });
  }

  #unknownEnvironment(name: string): { message: string; fix: string } {
    const names = [...this.#environments.keys()];
    if (this.#abstract.has(name)) {
      return {
        message: `${name} is abstract, nothing runs there`,
        fix: `name an environment: ${names.join(', ')}`,
      };
    }
    return {
      message: `there is no environment ${name}${didYouMean(name, names)}`,
      fix: knownOr(names, 'add environments/<name>.yaml'),
    };
  }
}

function distinctRegions(root: ResolvedEnvironment['root']): readonly string[] {
  return [...new Set(writtenRegions(root).map(({ region }) => region))];
}
