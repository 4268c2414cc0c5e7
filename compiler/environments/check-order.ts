import type { DefinitionFile } from '../definition-file';
import { LOCAL_ENVIRONMENT } from '../names';
import type { Findings } from '../reading/findings';
import { didYouMean } from '../reading/nearest';
import { textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { leadsTo } from './leads-to';
import type { ResolvedEnvironment } from './resolve-environments';

type ByName = ReadonlyMap<string, ResolvedEnvironment>;

/** Checks `after`: an environment that exists and is released, and no circle. */
export function checkOrder(
  environments: readonly ResolvedEnvironment[],
  files: readonly DefinitionFile[],
  findings: Findings,
): void {
  const byName = new Map(environments.map((environment) => [environment.name, environment]));
  const names = environments.filter(isReleased).map(({ name }) => name);
  const abstract = new Set(files.filter(({ kind }) => kind === 'abstract').map(({ name }) => name));
  const next = (name: string) => textOf(valueOf(byName.get(name)?.root, 'after'));
  for (const environment of environments) {
    const after = valueOf(environment.root, 'after');
    const name = textOf(after);
    if (!after || name === undefined || names.includes(name)) continue;
    // What is inherited is said once, for all who inherit it.
    const isOwn = after.source.file === environment.file.file;
    const waitsForIt = (other: string) => leadsTo(other, next, (each) => each === environment.name);
    const known = isOwn ? names.filter((other) => !waitsForIt(other)) : names;
    const fix =
      known.length > 0 ? `known: ${known.join(', ')}` : 'leave out `after`: nothing is released before it';
    if (name === LOCAL_ENVIRONMENT && byName.has(name)) {
      const message = 'local is this machine, outside the pipeline: there nothing is waited for';
      findings.warning(after, 'AFTER_LOCAL', { message, fix });
      continue;
    }
    const message = `${whyNot(name, byName, abstract)}${didYouMean(name, known)}`;
    findings.error(after, 'AFTER_UNKNOWN', { message, fix });
  }
  checkCircles(byName, findings);
}

/** Neither a temporary environment nor the one on this machine is in the pipeline: they never succeed there. */
function isReleased({ name, kind }: ResolvedEnvironment): boolean {
  return kind === 'environment' && name !== LOCAL_ENVIRONMENT;
}

function whyNot(name: string, byName: ByName, abstract: ReadonlySet<string>): string {
  if (byName.get(name)?.kind === 'temporary') return `${name} is temporary, it is outside the pipeline`;
  if (abstract.has(name)) return `${name} is abstract, it never succeeds`;
  return `there is no environment ${name}`;
}

/** Each circle once, at the `after` that closes it. */
function checkCircles(byName: ByName, findings: Findings): void {
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
