import { isLocal } from '../names';
import type { Alarm, Backend, Environment, Readers, Strategy, TestAction, Wave } from '../project';
import { spanOf } from '../reading/source';
import { emptyRecord, plain } from '../reading/yaml-tree';
import { startOfDefinition } from '../definition-file';
import type { AlarmYaml, BackendYaml, EnvironmentYaml, StrategyYaml, TestYaml } from './environment-yaml';
import { placesOf } from './places-of';
import { reportFormat } from './report-formats';
import type { PlacedEnvironment } from './rollout-order';
import { DEFAULT_STRATEGY, findPredefinedStrategy } from './strategies';
import { timeZoneNamed } from './time-zones';

/** Nobody has this account: it stands for the AppConfig on this machine. */
export const LOCAL_ACCOUNT = '000000000000';
/** The one wave of an environment that only lists `regions`. */
const ONLY_WAVE = 'all';

/** A valid environment as part of the project; what its file leaves out gets its default here and nowhere else. */
export function buildEnvironment({ environment, after }: PlacedEnvironment): Environment {
  const { name, file, root } = environment;
  const yaml = (root ? plain(root) : {}) as unknown as EnvironmentYaml;
  const { description, mirrors, canary, readers } = yaml;
  const temporary = yaml.temporary && {
    ...yaml.temporary,
    ...(yaml.extends !== undefined && { from: yaml.extends }),
  };
  return {
    name,
    ...(description !== undefined && { description }),
    ...(after !== undefined && { after }),
    account: yaml.account ?? (isLocal({ name, ...(temporary && { temporary }) }) ? LOCAL_ACCOUNT : ''),
    tags: yaml.tags ?? {},
    waves: buildWaves(yaml),
    strategies: buildStrategies(yaml),
    ...(mirrors !== undefined && { mirrors }),
    backend: buildBackend(yaml.backend),
    alarms: (yaml.alarms ?? []).map(buildAlarm),
    onCall: mapValues(yaml['on-call'] ?? {}, listOf),
    ...(canary && { canary: { everyMinutes: canary['every-minutes'] } }),
    approval: { required: yaml.approval?.required ?? false, notify: listOf(yaml.approval?.notify ?? []) },
    windows: (yaml.windows ?? []).map(({ days, from, to, 'time-zone': zone }) => ({
      days: listOf(days).join(','),
      from,
      to,
      timeZone: timeZoneNamed(zone) ?? zone,
    })),
    blockers: yaml.blockers ?? [],
    dependencies: yaml.dependencies ?? {},
    tests: mapValues(yaml.tests ?? {}, buildTest),
    ...(readers && { readers: buildReaders(readers) }),
    ...(temporary && { temporary }),
    at: spanOf(startOfDefinition(file)),
    places: placesOf(root, ['waves', 'tests', 'on-call']),
  };
}

function buildWaves({ regions, waves }: EnvironmentYaml): readonly Wave[] {
  if (!waves) return [{ name: ONLY_WAVE, regions: regions ?? [], bakeMinutes: 0 }];
  return waves.map((wave) => ({ name: wave.name, regions: wave.regions, bakeMinutes: wave['bake-minutes'] }));
}

function buildStrategies({ strategy, strategies }: EnvironmentYaml): Environment['strategies'] {
  const common = strategy ?? DEFAULT_STRATEGY;
  return {
    flags: buildStrategy(strategies?.flags ?? common),
    operations: buildStrategy(strategies?.operations ?? common),
  };
}

function buildStrategy(yaml: StrategyYaml): Strategy {
  if (typeof yaml !== 'string') {
    return {
      growth: yaml.growth,
      factorPercent: yaml['factor-percent'],
      durationMinutes: yaml['duration-minutes'],
      bakeMinutes: yaml['bake-minutes'],
    };
  }
  const strategy = findPredefinedStrategy(yaml);
  if (!strategy) throw new Error(`checked strategy ${yaml} is not predefined`);
  return strategy;
}

export function buildBackend(yaml: BackendYaml | undefined): Backend {
  const { type = 'local', bucket = '', region = '', organization = '', hostname, project } = yaml ?? {};
  const kmsKey = yaml?.['kms-key'];
  if (type === 's3') return { type, bucket, region, ...(kmsKey !== undefined && { kmsKey }) };
  if (type === 'local') return { type };
  return {
    type,
    organization,
    ...(hostname !== undefined && { hostname }),
    ...(project !== undefined && { project }),
  };
}

function buildAlarm(yaml: AlarmYaml): Alarm {
  const { name, components, metric, compare, threshold, anomaly, periods, datapoints, severity } = yaml;
  const missingData = yaml['missing-data'];
  return {
    name,
    ...(components && { components }),
    metric: {
      namespace: metric.namespace,
      name: metric.name,
      statistic: metric.statistic,
      periodSeconds: metric['period-seconds'],
      dimensions: metric.dimensions ?? {},
    },
    ...(compare && { compare }),
    ...(threshold !== undefined && { threshold }),
    ...(anomaly && { anomaly }),
    periods,
    ...(datapoints !== undefined && { datapoints }),
    ...(missingData && { missingData }),
    severity: severity ?? 'high',
  };
}

function buildTest({ commands, reports, minutes, experiments }: TestYaml): TestAction {
  return {
    commands,
    reports: (reports ?? []).map(({ files, format }) => ({
      files: listOf(files),
      format: reportFormat(format) ?? format,
    })),
    ...(minutes !== undefined && { minutes }),
    ...(experiments && { experiments }),
  };
}

function buildReaders({ organization, paths, roles }: NonNullable<EnvironmentYaml['readers']>): Readers {
  return roles ? { roles } : { organization: organization ?? '', paths: paths ?? [] };
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  const changed = emptyRecord<To>();
  for (const [key, value] of Object.entries(record)) changed[key] = change(value);
  return changed;
}
