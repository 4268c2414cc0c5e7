import { isDeepStrictEqual } from 'node:util';
import { PROFILES } from '../names';
import type { Findings } from '../reading/findings';
import { didYouMean, knownOr } from '../reading/nearest';
import type { Place } from '../reading/source';
import {
  entryOf,
  itemsOf,
  numberOf,
  plain,
  textOf,
  valueOf,
  type YamlMap,
  type YamlNode,
} from '../reading/yaml-tree';
import { readStrategy } from './read-strategy';
import { writtenRegions } from './written-regions';
import type { ResolvedEnvironment } from './resolve-environments';

/** Checks `mirrors`: same regions, growth, steps, alarms and canaries as the environment it names; durations may be shorter. */
export function checkMirrors(environments: readonly ResolvedEnvironment[], findings: Findings): void {
  const candidates = environments.filter(({ kind }) => kind === 'environment');
  for (const environment of environments) {
    const mirrors = entryOf(environment.root, 'mirrors');
    const name = textOf(mirrors?.value);
    if (!environment.root || !mirrors || name === undefined) continue;
    const original = candidates.find((each) => each.name === name && each !== environment);
    if (!original) {
      const names = candidates.map((each) => each.name).filter((each) => each !== environment.name);
      findings.error(mirrors.value, 'MIRRORS_UNKNOWN', {
        message: `there is no other environment ${name}${didYouMean(name, names)}`,
        fix: knownOr(names, 'leave out `mirrors`: there is no other environment'),
      });
    } else if (original.root && original.isSound && environment.isSound) {
      const pair = { mirror: environment.root, original: original.root };
      new Comparison(pair, { name, mirrors: mirrors.value }, findings).compare();
    }
  }
}

class Comparison {
  constructor(
    private readonly pair: { readonly mirror: YamlMap; readonly original: YamlMap },
    private readonly of: { readonly name: string; readonly mirrors: YamlNode },
    private readonly findings: Findings,
  ) {}

  compare(): void {
    this.#regions();
    for (const profile of PROFILES) this.#growth(profile);
    this.#alarms();
    this.#canary();
  }

  #regions(): void {
    const { mirror, original } = this.pair;
    const [here, there] = [writtenRegions(mirror), writtenRegions(original)];
    const missing = there.filter(({ region }) => !here.some((each) => each.region === region));
    for (const { region, node } of here) {
      if (there.some((each) => each.region === region)) continue;
      this.#report(node, `${region} is no region of ${this.of.name}`, 'remove it');
    }
    if (missing.length === 0) return;
    const key = (entryOf(mirror, 'regions') ?? entryOf(mirror, 'waves'))?.key ?? this.of.mirrors;
    const names = missing.map(({ region }) => region).join(', ');
    this.#report(key, `${this.of.name} also has ${names}`, `add ${names}`);
  }

  #growth(profile: (typeof PROFILES)[number]): void {
    const [here, there] = [
      readStrategy(this.pair.mirror, profile),
      readStrategy(this.pair.original, profile),
    ];
    if (!here || !there) return;
    const { growth, factorPercent, durationMinutes } = there.strategy;
    const own = here.strategy;
    const fields = [
      ['growth', own.growth, growth],
      ['factor-percent', own.factorPercent, factorPercent],
    ] as const;
    for (const [field, got, wanted] of fields) {
      if (got === wanted) continue;
      const at = valueOf(here.node, field) ?? here.node ?? this.of.mirrors;
      this.#report(
        at,
        `${field} is ${got}, ${this.of.name} has ${wanted}`,
        `write ${wanted}; only durations may differ`,
      );
    }
    for (const [field, got, wanted] of [
      ['duration-minutes', own.durationMinutes, durationMinutes],
      ['bake-minutes', own.bakeMinutes, there.strategy.bakeMinutes],
    ] as const) {
      // Without a duration there are no steps; a longer one than the original's rehearses something else.
      if (got <= wanted && (got > 0 || wanted === 0 || field === 'bake-minutes')) continue;
      const at = valueOf(here.node, field) ?? here.node ?? this.of.mirrors;
      const fix = got < wanted ? 'durations may be shorter, but not gone' : atMost(wanted);
      this.#report(at, `${field} is ${got}, ${this.of.name} has ${wanted}`, fix);
    }
  }

  #alarms(): void {
    const [here, there] = [alarmsByName(this.pair.mirror), alarmsByName(this.pair.original)];
    for (const [name, node] of here) {
      const other = there.get(name);
      if (!other) this.#report(node, `${this.of.name} has no alarm ${name}`, 'remove it, or add it there');
      else if (!isSameAlarm(node, other)) {
        this.#report(
          node,
          `the alarm ${name} differs from that of ${this.of.name}`,
          'make them equal; periods may be fewer',
        );
      }
    }
    const missing = [...there.keys()].filter((name) => !here.has(name));
    if (missing.length === 0) return;
    const key = entryOf(this.pair.mirror, 'alarms')?.key ?? this.of.mirrors;
    this.#report(
      key,
      `${this.of.name} also has the alarm ${missing.join(', ')}`,
      `add ${missing.join(', ')}`,
    );
  }

  #canary(): void {
    const [here, there] = [entryOf(this.pair.mirror, 'canary'), entryOf(this.pair.original, 'canary')];
    if (here && !there) this.#report(here.key, `${this.of.name} has no canary`, 'remove it, or add it there');
    if (!here && there)
      this.#report(this.of.mirrors, `${this.of.name} has a canary`, 'add canary: { every-minutes }');
    const [own, other] = [
      valueOf(here?.value, 'every-minutes'),
      numberOf(valueOf(there?.value, 'every-minutes')),
    ];
    const minutes = numberOf(own);
    if (!own || minutes === undefined || other === undefined || minutes <= other) return;
    this.#report(own, `every-minutes is ${minutes}, ${this.of.name} has ${other}`, atMost(other));
  }

  #report(at: Place, message: string, fix: string): void {
    this.findings.error(at, 'MIRROR_DIFFERS', { message, fix });
  }
}

function atMost(minutes: number): string {
  return minutes === 0 ? 'write 0' : `write at most ${minutes}`;
}

function alarmsByName(root: YamlMap): ReadonlyMap<string, YamlNode> {
  return new Map(
    itemsOf(valueOf(root, 'alarms')).map((alarm) => [textOf(valueOf(alarm, 'name')) ?? '', alarm]),
  );
}

/** Fewer periods are a shorter duration; everything else must be equal. */
function isSameAlarm(mirror: YamlNode, original: YamlNode): boolean {
  const [own, other] = [plain(mirror), plain(original)].map((alarm) => ({
    ...(alarm as Record<string, unknown>),
  }));
  const [fewer, periods] = [Number(own?.['periods']), Number(other?.['periods'])];
  for (const alarm of [own, other]) {
    delete alarm?.['periods'];
    delete alarm?.['datapoints'];
  }
  return fewer <= periods && isDeepStrictEqual(own, other);
}
