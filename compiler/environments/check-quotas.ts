import { startOfDefinition } from '../definition-file';
import { alarmName, armingName, PROFILES } from '../names';
import type { Environment } from '../project';
import type { Findings } from '../reading/findings';
import { entryOf, itemsOf, textOf, valueOf } from '../reading/yaml-tree';
import { homesOf, type Occupants } from './check-accounts';
import { readStrategy } from './read-strategy';
import { writtenRegions } from './written-regions';
import { isOnThisMachine, type ResolvedEnvironment } from './resolve-environments';

/** AppConfig's default quotas per account and region (AWS General Reference); AWS raises them on request. */
const MAXIMUM_APPLICATIONS = 100;
const MAXIMUM_STRATEGIES = 20;
/** CloudWatch API reference, PutMetricAlarm: AlarmName. */
const MAXIMUM_ALARM_NAME = 255;
/** CloudWatch API reference, PutCompositeAlarm: composite alarms that one alarm may be in. */
const MAXIMUM_COMPOSITES = 150;

/** Checks what AWS counts per account and region, and the names of the alarms it would get. */
export function checkQuotas({ environments, componentNames }: Occupants, findings: Findings): void {
  const counts = new Map<string, { applications: number; strategies: number }>();
  const told = new Set<ResolvedEnvironment>();
  for (const environment of environments) {
    for (const home of homesOf(environment)) {
      const count = counts.get(home) ?? { applications: 0, strategies: 0 };
      count.applications += componentNames.size;
      count.strategies += customStrategies(environment);
      counts.set(home, count);
      if (!told.has(environment) && reportExcess(environment, { home, ...count }, findings))
        told.add(environment);
    }
    checkAlarmNames(environment, componentNames, findings);
    checkComposites(environment, componentNames.size, findings);
  }
}

interface Count {
  readonly home: string;
  readonly applications: number;
  readonly strategies: number;
}

function reportExcess(environment: ResolvedEnvironment, count: Count, findings: Findings): boolean {
  const { home, applications, strategies } = count;
  const [account, region] = home.split(' ');
  const excess =
    applications > MAXIMUM_APPLICATIONS
      ? `${applications} applications, AppConfig allows ${MAXIMUM_APPLICATIONS}`
      : strategies > MAXIMUM_STRATEGIES
        ? `${strategies} deployment strategies, AppConfig allows ${MAXIMUM_STRATEGIES}`
        : undefined;
  if (excess === undefined) return false;
  findings.warning(startOfDefinition(environment.file), 'QUOTA_EXCEEDED', {
    message: `with ${environment.name}, account ${account} has in ${region} ${excess} unless the quota was raised`,
    fix: 'use another account, or ask AWS to raise the quota',
  });
  return true;
}

/** Each environment brings its own; flags and operations share one where they grow alike. */
function customStrategies({ root }: ResolvedEnvironment): number {
  const custom = PROFILES.flatMap((profile) => readStrategy(root, profile)?.strategy ?? []).filter(
    ({ predefined }) => predefined === undefined,
  );
  return new Set(custom.map((strategy) => JSON.stringify(strategy))).size;
}

/** That the canary runs is watched by the monitor of every component. */
function checkComposites(environment: ResolvedEnvironment, components: number, findings: Findings): void {
  const canary = environment.root && entryOf(environment.root, 'canary');
  if (!canary || isOnThisMachine(environment) || components <= MAXIMUM_COMPOSITES) return;
  findings.warning(canary.key, 'QUOTA_EXCEEDED', {
    message: `the canary's alarm would be in ${components} composite alarms, CloudWatch allows ${MAXIMUM_COMPOSITES}`,
    fix: 'split the components over two projects',
  });
}

function checkAlarmNames(
  environment: ResolvedEnvironment,
  componentNames: ReadonlySet<string>,
  findings: Findings,
): void {
  const longest = (names: Iterable<string>): string =>
    [...names].reduce((best, name) => (name.length > best.length ? name : best), '');
  const region = longest(writtenRegions(environment.root).map((each) => each.region));
  const target = { environment: { name: environment.name } as Environment, region };
  for (const alarm of itemsOf(valueOf(environment.root, 'alarms'))) {
    const node = valueOf(alarm, 'name');
    const name = textOf(node);
    if (!node || name === undefined) continue;
    const full = alarmName(
      longest(componentNames),
      target as Parameters<typeof alarmName>[1],
      armingName(name),
    );
    if (full.length <= MAXIMUM_ALARM_NAME) continue;
    findings.error(node, 'TOO_LONG', {
      message: `the CloudWatch alarm would be called ${full.slice(0, 40)}…, ${full.length} characters of ${MAXIMUM_ALARM_NAME}`,
      fix: 'shorten the name',
    });
  }
}
