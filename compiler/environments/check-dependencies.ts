import { startOfDefinition } from '../definition-file';
import type { Findings } from '../reading/findings';
import { entriesOf, entryOf, textOf, valueOf, type YamlEntry } from '../reading/yaml-tree';
import type { ResolvedEnvironment } from './resolve-environments';

/**
 * Checks which stage of other teams' services the tests of a stage use.
 *
 * Beta uses gamma's, so that a change meets what others are about to release; zeta uses prod's, so that it meets what
 * they have released (Automating safe, hands-off deployments, "Test deployments in pre-production environments").
 */
export function checkDependencies(environments: readonly ResolvedEnvironment[], findings: Findings): void {
  const find = (...names: readonly string[]) =>
    environments.find(({ name, kind }) => kind === 'environment' && names.includes(name));
  const [beta, zeta, prod] = [find('beta'), find('zeta'), find('prod', 'production')];
  for (const [service, entry] of dependenciesOf(beta)) checkBeta(service, entry, findings);
  if (zeta && prod?.isComplete) checkZeta(zeta, prod, findings);
}

function checkBeta(service: string, { value }: YamlEntry, findings: Findings): void {
  const url = textOf(value);
  if (url === undefined || !URL.canParse(url) || /(^|[^a-z])gamma($|[^a-z])/i.test(url)) return;
  findings.error(value, 'DEPENDENCY_OF_OTHER_STAGE', {
    message: `beta's tests use ${service} at ${url}, which is not its gamma`,
    fix: `write the URL of ${service} in gamma`,
  });
}

function checkZeta(zeta: ResolvedEnvironment, prod: ResolvedEnvironment, findings: Findings): void {
  const [own, others] = [new Map(dependenciesOf(zeta)), new Map(dependenciesOf(prod))];
  for (const [service, { value }] of own) {
    const expected = textOf(others.get(service)?.value);
    if (textOf(value) === expected) continue;
    findings.error(value, 'DEPENDENCY_OF_OTHER_STAGE', {
      message: `zeta's tests use ${service} at ${textOf(value) ?? ''}, and ${prod.name} ${expected === undefined ? 'does not use it' : `uses ${expected}`}`,
      fix: `write the same in zeta and ${prod.name}`,
    });
  }
  const missing = [...others.keys()].filter((service) => !own.has(service));
  const at = entryOf(zeta.root, 'dependencies')?.key ?? startOfDefinition(zeta.file);
  if (missing.length === 0 || !zeta.isComplete) return;
  findings.error(at, 'DEPENDENCY_OF_OTHER_STAGE', {
    message: `zeta's tests do not use ${missing.join(', ')}, as ${prod.name} does`,
    fix: `add ${missing.join(', ')} with the URLs of ${prod.name}`,
  });
}

function dependenciesOf(environment: ResolvedEnvironment | undefined) {
  return entriesOf(valueOf(environment?.root, 'dependencies'));
}
