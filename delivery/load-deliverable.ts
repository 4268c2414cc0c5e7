import { loadProject, type LoadedProject, type LoadOptions } from '../compiler/load-project';
import type { Diagnostic } from '../compiler/diagnostic';
import type { Project } from '../compiler/project';
import { checkOnCall } from './targets/check-on-call';
import { checkPlan } from './pipeline/check-plan';

/** Reads all definitions of a folder, as `loadProject` does, and also finds what its pipelines and alarms would not hold. */
export function loadDeliverable(root: string, options: LoadOptions = {}): LoadedProject {
  return loadProject(root, { ...options, alsoCheck: checkDeliverable });
}

/** What is found is remembered by this name. */
function checkDeliverable(project: Project): Diagnostic[] {
  return [...checkPlan(project), ...checkOnCall(project)];
}
