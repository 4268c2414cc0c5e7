import type { Definitions } from './definition-file';
import type { Checked } from './check-definitions';
import { buildEnvironment } from './environments/build-environment';
import { buildTools } from './environments/build-tools';
import { rolloutOrder } from './environments/rollout-order';
import { buildFlag } from './flags/build-flag';
import { SHARED_COMPONENT } from './names';
import { buildOperations } from './operations/build-operations';
import type { Component, Flag, Operations, Project } from './project';
import { compareText } from './reading/findings';

/** Definitions without mistakes as one value: what everything after the compiler works on. */
export function buildProject(definitions: Definitions, checked: Checked): Project {
  const { index, rules, segments } = checked;
  const flags = byComponent(definitions.flags.map((file) => buildFlag(file, { index, rules })));
  const operations = definitions.operations.map((file) => buildOperations(file, checked.schemas.get(file)));
  const names = [...checked.componentNames].sort(compareText);
  return {
    components: names.map((name) => buildComponent(name, { flags, operations })),
    segments: [...segments].sort((a, b) => compareText(a.name, b.name)),
    environments: rolloutOrder(checked.environments).map(buildEnvironment),
    ...(definitions.tools && { tools: buildTools(definitions.tools) }),
  };
}

function buildComponent(
  name: string,
  { flags, operations }: { flags: ReadonlyMap<string, readonly Flag[]>; operations: readonly Operations[] },
): Component {
  const own = flags.get(name) ?? [];
  const document = operations.find((each) => each.component === name);
  const isShared = name === SHARED_COMPONENT;
  const readers = [...new Set(own.flatMap((flag) => flag.readers))].sort(compareText);
  return {
    name,
    flags: own,
    ...(document && { operations: document }),
    watchedComponents: isShared ? readers : [name],
  };
}

function byComponent(flags: readonly Flag[]): ReadonlyMap<string, readonly Flag[]> {
  const groups = new Map<string, Flag[]>();
  for (const flag of [...flags].sort((a, b) => compareText(a.key, b.key))) {
    const group = groups.get(flag.component);
    if (group) group.push(flag);
    else groups.set(flag.component, [flag]);
  }
  return groups;
}
