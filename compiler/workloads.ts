import { PROFILES, stackName } from './names';
import type { Component, Profile, Project, Target } from './project';

/** Components that are released together, by a pipeline of their own. */
export interface Workload {
  /** Absent where tools.yaml does not split the components: then it is all of them. */
  readonly name?: string;
  /** Sorted by name. */
  readonly components: readonly Component[];
}

/** How the components of a project are released: in the workloads of tools.yaml, or all together. */
export function workloadsOf({ components, tools }: Pick<Project, 'components' | 'tools'>): Workload[] {
  const named = Object.entries(tools?.workloads ?? {});
  if (named.length === 0) return [{ components }];
  return named.map(([name, members]) => ({
    name,
    components: components.filter((component) => members.includes(component.name)),
  }));
}

/** The workload of a name; without a name the one of a project that has only one. */
export function findWorkload(project: Project, name?: string): Workload | undefined {
  const all = workloadsOf(project);
  return name === undefined && all.length === 1 ? all[0] : all.find((workload) => workload.name === name);
}

/** The stack that releases a document. */
export function releaseStackName(
  project: Pick<Project, 'components' | 'tools'>,
  target: Target,
  { component, profile }: { readonly component: string; readonly profile: Profile },
): string {
  const workload = workloadsOf(project).find(({ components }) =>
    components.some(({ name }) => name === component),
  );
  return stackName(target, profile, workload?.name);
}

/** The release stacks of a target in the order in which they are applied: of each workload flags, then operations. */
export function releaseStackNames(
  project: Pick<Project, 'components' | 'tools'>,
  target: Target,
  profiles: readonly Profile[] = PROFILES,
): string[] {
  return workloadsOf(project).flatMap(({ name }) =>
    profiles.map((profile) => stackName(target, profile, name)),
  );
}
