import { SHARED_COMPONENT } from '../../compiler/names';
import type { Component, Project, Tools } from '../../compiler/project';
import type { Workload } from '../../compiler/workloads';
import type { Action, OnFailure, PathFilter, Stage, Trigger } from './delivery-plan';
import { PIPELINE_LIMITS } from './pipeline-limits';

const SOURCE_TIMEOUT_MINUTES = 10;
/**
 * What every build reads, whatever becomes of it: where a mistake is corrected, whatever was red starts again. Temporary
 * environments are a folder deeper, and come and go without a release; `docs/` alone is no reason for one.
 */
export const COMMON_PATHS = [
  'environments/*',
  '{cli,compiler,constructs,delivery,local,release,runtime,scripts,stacks}/**',
  '{__tests__,.ci,.githooks,.github,.vscode}/**',
  // In the folder of the project itself.
  '{*.hcl,*.js,*.json,*.mjs,*.ts,.*}',
];
const SEGMENT_PATHS = ['flags/_segments/**'];
/** A schema may lie in any file beside the documents: all but `<component>.yaml`. */
const SCHEMA_PATHS = ['opconfig/{*/**,*[!l],*[!m]l,*[!a]ml,*[!y]aml,*[!.]yaml,*.*.yaml}'];
const EVERYTHING = ['flags/**', 'opconfig/**'];
const CHARACTERS_OF_A_LIST = PIPELINE_LIMITS.patternCharacters - 'opconfig/{}.yaml'.length;

/** Which pushes release a workload: those to its own definitions, and to what all of them share. */
export function deliveryTrigger({ tools }: Project, workload: Workload): Trigger {
  const own =
    workload.name === undefined
      ? EVERYTHING
      : [...pathsOf(workload.components), ...SEGMENT_PATHS, ...SCHEMA_PATHS];
  return { branch: trunkOf(tools), pushFilters: pushFilters([...own, ...COMMON_PATHS]) };
}

/** As many filters as the globs need: one of them has to match. */
export function pushFilters(includes: readonly string[]): PathFilter[] {
  const { patternsPerFilter: size } = PIPELINE_LIMITS;
  const count = Math.ceil(includes.length / size);
  return Array.from({ length: count }, (_, index) => ({
    includes: includes.slice(index * size, (index + 1) * size),
  }));
}

export function sourceStage(project: Project, failure: OnFailure): Stage {
  const source: Action = {
    name: 'source',
    kind: 'source',
    regions: project.tools ? [project.tools.region] : [],
    commands: [],
    runOrder: 1,
    estimatedMinutes: 0,
    timeoutMinutes: SOURCE_TIMEOUT_MINUTES,
    variables: {},
    verifiesArtifact: false,
    output: 'Source',
  };
  const { regions } = source;
  return { name: 'Source', kind: 'source', regions, estimatedMinutes: 0, failure, actions: [source] };
}

function trunkOf(tools: Tools | undefined): string {
  return tools?.source.trunk ?? 'main';
}

function pathsOf(components: readonly Component[]): string[] {
  const names = components.map(({ name }) => name);
  return [
    ...oneOf(names.filter((name) => name !== SHARED_COMPONENT)).map((folders) => `flags/${folders}/**`),
    ...(names.includes(SHARED_COMPONENT) ? ['flags/*.yaml'] : []),
    ...oneOf(names).map((files) => `opconfig/${files}.yaml`),
  ];
}

/** Names as groups of a glob, `{a,b}`, each as long as a pattern may be. */
function oneOf(names: readonly string[]): string[] {
  const groups: string[][] = [];
  for (const name of names) {
    const last = groups.at(-1);
    if (last && [...last, name].join(',').length <= CHARACTERS_OF_A_LIST) last.push(name);
    else groups.push([name]);
  }
  return groups.map((group) => (group.length === 1 ? (group[0] ?? '') : `{${group.join(',')}}`));
}
