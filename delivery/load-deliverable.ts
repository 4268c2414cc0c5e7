import { loadProject, type LoadedProject, type LoadOptions } from '../compiler/load-project';
import { checkPlan } from './check-plan';

/** Reads all definitions of a folder, as `loadProject` does, and also finds what its pipelines would not hold. */
export function loadDeliverable(root: string, options: LoadOptions = {}): LoadedProject {
  return loadProject(root, { ...options, alsoCheck: checkPlan });
}
