import { startOfDefinition } from '../definition-file';
import { dependencyVariable, isLocal } from '../names';
import type { Findings } from '../reading/findings';
import { entriesOf, entryOf, textOf, valueOf, type YamlEntry } from '../reading/yaml-tree';
import type { ResolvedEnvironment } from './resolve-environments';

/**
 * Checks that tests can tell other teams' services apart, and which stage of them the tests of a stage use.
 *
 * Beta, and whatever comes before the rehearsal of prod, uses their gamma, so that a change meets what others are about
 * to release; zeta uses prod's, so that it meets what they have released (Automating safe, hands-off deployments, "Test
 * deployments in pre-production environments").
 */
export function checkDependencies(environments: readonly ResolvedEnvironment[], findings: Findings): void {
  for (const environment of environments) checkVariables(environment, findings);
  const released = environments.filter((each) => each.kind === 'environment' && !isLocal(each));
  const stages = stagesIn(released);
  for (const early of stages.early) {
    for (const [service, entry] of dependenciesOf(early)) {
      checkEarly({ service, entry, early }, stages, findings);
    }
  }
  if (stages.zeta && stages.original?.isComplete) checkZeta(stages.zeta, stages.original, findings);
}

/** A shell has no variable for each name that YAML has. */
function checkVariables(environment: ResolvedEnvironment, findings: Findings): void {
  const seen = new Map<string, { readonly service: string; readonly url: string | undefined }>();
  for (const [service, { key, value }] of dependenciesOf(environment)) {
    const [variable, url] = [dependencyVariable(service), textOf(value)];
    const first = seen.get(variable);
    if (!first) seen.set(variable, { service, url });
    else if (first.url !== url) {
      findings.error(key, 'DUPLICATE_DEPENDENCY', {
        message: `tests find ${first.service} and ${service} in one variable, ${variable}`,
        fix: 'give one of them another name',
      });
    }
  }
}

interface Stages {
  /** What other teams call the stage that is tested against. */
  readonly rehearsalName: string;
  /** The environment that mirrors another: gamma. */
  readonly rehearsal: ResolvedEnvironment | undefined;
  /** The one that is mirrored: prod. */
  readonly original: ResolvedEnvironment | undefined;
  /** Wherever it is in the order, its tests use what prod uses. */
  readonly zeta: ResolvedEnvironment | undefined;
  /** What else is released before the rehearsal. */
  readonly early: readonly ResolvedEnvironment[];
}

function stagesIn(released: readonly ResolvedEnvironment[]): Stages {
  const named = (...names: readonly (string | undefined)[]) =>
    released.find(({ name }) => names.includes(name));
  const zeta = named('zeta');
  const mirrors = released.filter((each) => named(wordOf(each, 'mirrors')));
  const rehearsal = mirrors.find((each) => each !== zeta) ?? named('gamma');
  const mirrored = wordOf(rehearsal, 'mirrors') ?? wordOf(zeta, 'mirrors');
  const original = named(mirrored) ?? named('prod', 'production');
  const early = new Set<ResolvedEnvironment>();
  for (let each = named(wordOf(rehearsal, 'after')); each && !early.has(each);) {
    early.add(each);
    each = named(wordOf(each, 'after'));
  }
  const beta = named('beta');
  if (beta) early.add(beta);
  const before = [...early].filter((each) => ![rehearsal, original, zeta].includes(each));
  return { rehearsalName: rehearsal?.name ?? 'gamma', rehearsal, original, zeta, early: before };
}

interface Dependency {
  readonly service: string;
  readonly entry: YamlEntry;
  readonly early: ResolvedEnvironment;
}

function checkEarly(dependency: Dependency, stages: Stages, findings: Findings): void {
  const { service, entry, early } = dependency;
  const url = textOf(entry.value);
  const { rehearsal, rehearsalName, original } = stages;
  if (url === undefined || !URL.canParse(url) || rehearsal?.isComplete === false) return;
  const declared = urlOf(rehearsal, service);
  const isRight = declared === undefined ? isOfStage(url, rehearsalName) : isSameUrl(url, declared);
  const isOriginal = isSameUrl(url, urlOf(original, service));
  if (isRight && (declared !== undefined || !isOriginal)) return;
  const whose = isOriginal ? `that of ${original?.name ?? ''}` : `not its ${rehearsalName}`;
  findings.error(entry.value, 'DEPENDENCY_OF_OTHER_STAGE', {
    message: `the tests of ${early.name} use ${service} at ${url}, which is ${whose}`,
    fix:
      declared === undefined
        ? `write the URL of ${service} in ${rehearsalName}: ${rehearsalName} is a part of its host or path`
        : `write ${declared}, as ${rehearsalName} does`,
  });
}

/** Whether a URL names a stage in its host or path: `payments.gamma.example.com`, `ledger-gamma`, `/gamma/`. */
function isOfStage(url: string, stage: string): boolean {
  const { hostname, pathname } = new URL(url);
  const parts = `${hostname}/${pathname}`.toLowerCase().split(/[^a-z0-9]+/);
  const words = stage.split('-');
  return parts.some((_, at) => words.every((word, index) => parts[at + index] === word));
}

function isSameUrl(url: string, other: string | undefined): boolean {
  if (other === undefined || !URL.canParse(other)) return url === other;
  return new URL(url).href === new URL(other).href;
}

function checkZeta(zeta: ResolvedEnvironment, prod: ResolvedEnvironment, findings: Findings): void {
  const [own, others] = [new Map(dependenciesOf(zeta)), new Map(dependenciesOf(prod))];
  for (const [service, { value }] of own) {
    const [url, expected] = [textOf(value), textOf(others.get(service)?.value)];
    if (url === undefined || !URL.canParse(url) || isSameUrl(url, expected)) continue;
    const whose = expected === undefined ? 'does not use it' : `uses ${expected}`;
    findings.error(value, 'DEPENDENCY_OF_OTHER_STAGE', {
      message: `the tests of zeta use ${service} at ${url}, and ${prod.name} ${whose}`,
      fix: expected === undefined ? `add it to ${prod.name}, or remove it` : `write ${expected}`,
    });
  }
  const missing = [...others.keys()].filter((service) => !own.has(service));
  const at = entryOf(zeta.root, 'dependencies')?.key ?? startOfDefinition(zeta.file);
  if (missing.length === 0 || !zeta.isComplete) return;
  findings.error(at, 'DEPENDENCY_OF_OTHER_STAGE', {
    message: `the tests of zeta do not use ${missing.join(', ')}, as ${prod.name} does`,
    fix: `add ${missing.join(', ')} with the URLs of ${prod.name}`,
  });
}

function urlOf(environment: ResolvedEnvironment | undefined, service: string): string | undefined {
  return textOf(valueOf(valueOf(environment?.root, 'dependencies'), service));
}

function wordOf(environment: ResolvedEnvironment | undefined, key: string): string | undefined {
  return textOf(valueOf(environment?.root, key));
}

function dependenciesOf(environment: ResolvedEnvironment | undefined) {
  return entriesOf(valueOf(environment?.root, 'dependencies'));
}
