import { buildProject } from './build-project';
import { checkDefinitions } from './check-definitions';
import { checkDocumentSizes } from './check-document-sizes';
import type { Diagnostic } from './diagnostic';
import type { Project } from './project';
import { Findings } from './reading/findings';
import { readDefinitions } from './read-definitions';
import { checkSecrets } from './secrets/check-secrets';

export interface LoadOptions {
  /** What has expired is an error. @default false */
  readonly strict?: boolean;
  /** `YYYY-MM-DD`, what `expires` is compared with. @default - today in UTC */
  readonly today?: string;
}

export interface LoadedProject {
  /** Absent when there is an error. Deeply frozen. */
  readonly project?: Project;
  /** Sorted by file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of every file that was read, for showing lines of it. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Reads all definitions of a folder and finds every mistake in them in one pass. Throws nothing for what a person wrote. */
export function loadProject(root: string, options: LoadOptions = {}): LoadedProject {
  const findings = new Findings();
  const sources = new Map<string, string>();
  const definitions = readDefinitions(root, { findings, sources });
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const checked = checkDefinitions(definitions, {
    root,
    findings,
    sources,
    today,
    strict: options.strict ?? false,
  });
  checkSecrets({ definitions, findings, sources });
  if (findings.errorCount > 0) return { diagnostics: findings.sorted(), sources };
  const project = deepFreeze(buildProject(definitions, checked));
  checkDocumentSizes(project, findings);
  const diagnostics = findings.sorted();
  return findings.errorCount > 0 ? { diagnostics, sources } : { project, diagnostics, sources };
}

function deepFreeze<Value>(value: Value): Value {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
