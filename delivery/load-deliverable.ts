import { type LoadedProject, loadProject, type LoadOptions } from '../compiler/load-project';
import type { Diagnostic } from '../compiler/diagnostic';
import { compareText } from '../compiler/reading/findings';
import { checkPlan } from './check-plan';

/** Reads all definitions of a folder, as `loadProject` does, and also finds what its pipelines would not hold. */
export function loadDeliverable(root: string, options: LoadOptions = {}): LoadedProject {
  const loaded = loadProject(root, options);
  const { project, sources } = loaded;
  const found = project ? checkPlan(project) : [];
  if (!project || found.length === 0) return loaded;
  const diagnostics = [...loaded.diagnostics, ...found].sort(byPlace);
  return found.some(({ severity }) => severity === 'error')
    ? { diagnostics, sources }
    : { project, diagnostics, sources };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.code, b.code);
}
