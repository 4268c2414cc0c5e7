import { startOfDefinition, type Definitions } from '../definition-file';
import { PROFILES } from '../names';
import type { Findings } from '../reading/findings';
import type { Place } from '../reading/source';
import { entriesOf, entryOf, itemsOf, numberOf, textOf, valueOf, type YamlMap } from '../reading/yaml-tree';
import { readStrategy } from './read-strategy';
import type { ResolvedEnvironment } from './resolve-environments';

/** Deployment Pipeline Reference Architecture: beta and gamma give their answer within half an hour. */
export const MAXIMUM_STAGE_MINUTES = 30;
/** Automating safe, hands-off deployments: the first step reaches at most a tenth. */
const MAXIMUM_FIRST_STEP_PERCENT = 10;

interface Pace {
  readonly definitions: Definitions;
  readonly environments: readonly ResolvedEnvironment[];
}

/** Checks how fast things go: beta and gamma not too slowly, prod not too boldly. */
export function checkPace({ definitions, environments }: Pace, findings: Findings): void {
  const mirrored = new Set(environments.map(({ root }) => textOf(valueOf(root, 'mirrors'))));
  const names = new Set(environments.filter(({ kind }) => kind === 'environment').map(({ name }) => name));
  for (const environment of environments) {
    const { name, root, kind, isComplete } = environment;
    if (!root || !isComplete || kind === 'temporary') continue;
    const isProduction = name === 'prod' || name === 'production' || mirrored.has(name);
    const mirrors = textOf(valueOf(root, 'mirrors'));
    if (isRehearsal({ name, mirrors }, names)) checkMinutes(environment, root, { definitions, findings });
    if (isProduction) checkFirstSteps(environment, root, findings);
    if (isProduction) checkFirstWave(root, findings);
  }
}

/** Beta, gamma, and whatever mirrors one of these environments. */
export function isRehearsal(
  { name, mirrors }: { readonly name: string; readonly mirrors?: string | undefined },
  names: ReadonlySet<string>,
): boolean {
  return name === 'beta' || name === 'gamma' || names.has(mirrors ?? '');
}

function checkMinutes(
  { name, file }: ResolvedEnvironment,
  root: YamlMap,
  { definitions, findings }: { definitions: Definitions; findings: Findings },
): void {
  const minutes = stageMinutes(root, definitions);
  const waves = itemsOf(valueOf(root, 'waves')).length;
  // YAML has .nan, which is a mistake of its own.
  if (Number.isNaN(minutes) || minutes <= MAXIMUM_STAGE_MINUTES) return;
  // The sum has no place of its own: the finger goes to the first of its parts that this file supplies.
  const part = ['strategies', 'strategy', 'waves', 'tests']
    .map((field) => entryOf(root, field))
    .find((entry) => entry?.value.source === file.source);
  findings.error(part?.value ?? startOfDefinition(file), 'STAGE_TOO_LONG', {
    message: `${name} takes ${minutes} minutes (durations, bake and tests${waves > 1 ? ` of ${waves} waves` : ''}), at most ${MAXIMUM_STAGE_MINUTES} are allowed`,
    fix: `shorten duration-minutes, bake-minutes or the minutes of tests${waves > 1 ? ', or have fewer waves' : ''}`,
  });
}

/** Wave by wave: flags grow and bake, then operations, then the tests run and the wave bakes. */
function stageMinutes(root: YamlMap, { flags, operations }: Definitions): number {
  const waves = itemsOf(valueOf(root, 'waves'));
  const profiles = [
    ...(flags.length > 0 ? ['flags' as const] : []),
    ...(operations.length > 0 ? ['operations' as const] : []),
  ];
  const rollouts = profiles.map((profile) => {
    const strategy = readStrategy(root, profile)?.strategy;
    return (strategy?.durationMinutes ?? 0) + (strategy?.bakeMinutes ?? 0);
  });
  const bakes = waves.map((wave) => numberOf(valueOf(wave, 'bake-minutes')) ?? 0);
  const tests = entriesOf(valueOf(root, 'tests')).map(
    ([, { value }]) => numberOf(valueOf(value, 'minutes')) ?? 0,
  );
  return Math.max(1, waves.length) * sum([...rollouts, ...tests]) + sum(bakes);
}

function checkFirstSteps({ name, file }: ResolvedEnvironment, root: YamlMap, findings: Findings): void {
  for (const profile of PROFILES) {
    const read = readStrategy(root, profile);
    if (!read) continue;
    const { factorPercent, durationMinutes } = read.strategy;
    const percent = durationMinutes === 0 ? 100 : factorPercent;
    if (percent <= MAXIMUM_FIRST_STEP_PERCENT) continue;
    const field = durationMinutes === 0 ? 'duration-minutes' : 'factor-percent';
    const at: Place = valueOf(read.node, field) ?? read.node ?? startOfDefinition(file);
    findings.warning(at, 'FIRST_STEP_TOO_LARGE', {
      message: `the first step in ${name} reaches ${percent} % of a region, ${MAXIMUM_FIRST_STEP_PERCENT} % is a safe start`,
      fix: 'write a strategy with factor-percent: 10 or less that takes its time',
    });
  }
}

function checkFirstWave(root: YamlMap, findings: Findings): void {
  const waves = itemsOf(valueOf(root, 'waves')).map((wave) => valueOf(wave, 'regions'));
  const [first, ...later] = waves.length > 0 ? waves : [valueOf(root, 'regions')];
  const regions = itemsOf(first).length;
  if (!first || regions <= 1 || (later.length > 0 && later.every((wave) => itemsOf(wave).length >= regions)))
    return;
  findings.warning(first, 'FIRST_WAVE_TOO_LARGE', {
    message: `the first wave has ${regions} regions${later.length === 0 ? ', all there are' : ', more than a later one'}`,
    fix: 'start with one region, then grow: waves: [{ name: first, regions: [..], bake-minutes: 60 }, …]',
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
