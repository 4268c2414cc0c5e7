import type { DefinitionFile } from '../definition-file';
import type { Findings } from '../reading/findings';
import { didYouMean } from '../reading/nearest';
import { textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import type { ResolvedEnvironment } from './resolve-environments';

/** Checks `after`: an environment that exists and is released, and no circle. */
export function checkOrder(
  environments: readonly ResolvedEnvironment[],
  files: readonly DefinitionFile[],
  findings: Findings,
): void {
  const byName = new Map(environments.map((environment) => [environment.name, environment]));
  const names = environments.filter(({ kind }) => kind === 'environment').map(({ name }) => name);
  const abstract = new Set(files.filter(({ kind }) => kind === 'abstract').map(({ name }) => name));
  for (const environment of environments) {
    const after = valueOf(environment.root, 'after');
    const name = textOf(after);
    if (!after || name === undefined) continue;
    if (names.includes(name)) continue;
    const what = abstract.has(name)
      ? `${name} is abstract, it never succeeds`
      : `there is no environment ${name}`;
    const kind =
      byName.get(name)?.kind === 'temporary' ? `${name} is temporary, it is outside the pipeline` : what;
    findings.error(after, 'AFTER_UNKNOWN', {
      message: `${kind}${didYouMean(name, names)}`,
      fix: `known: ${names.join(', ')}`,
    });
  }
  checkCircles(byName, findings);
}

/** Each circle once, at the `after` that closes it. */
function checkCircles(byName: ReadonlyMap<string, ResolvedEnvironment>, findings: Findings): void {
  const done = new Set<string>();
  for (const start of byName.keys()) {
    const path: string[] = [];
    let last: YamlNode | undefined;
    for (let name: string | undefined = start; name !== undefined && !done.has(name); name = textOf(last)) {
      if (path.includes(name) && last) {
        const circle = [...path.slice(path.indexOf(name)), name].join(' → ');
        findings.error(last, 'AFTER_CYCLE', {
          message: `environments wait for each other in a circle: ${circle}`,
          fix: 'let one of them come first',
        });
        break;
      }
      path.push(name);
      last = valueOf(byName.get(name)?.root, 'after');
    }
    for (const name of path) done.add(name);
  }
}
