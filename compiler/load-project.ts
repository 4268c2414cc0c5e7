import { buildProject } from './build-project';
import type { Answer } from './cache/answer-cache';
import { ownCachePlace, type CachePlace } from './cache/cache-place';
import { ProjectCache } from './cache/project-cache';
import { checkDefinitions } from './check-definitions';
import { checkDocumentSizes } from './check-document-sizes';
import type { Diagnostic } from './diagnostic';
import type { Project } from './project';
import { compareDiagnostics, Findings } from './reading/findings';
import { parseDefinitions, readFiles, type KnownTrees, type ReadFiles } from './read-definitions';
import { checkSecrets } from './secrets/check-secrets';

export interface LoadOptions {
  /** What has expired is an error. @default false */
  readonly strict?: boolean;
  /** `YYYY-MM-DD`, what `expires` is compared with. @default - today in UTC */
  readonly today?: string;
  /** Finds what else is wrong with a project without errors, from nothing but the project. @default - nothing */
  readonly alsoCheck?: (project: Project) => readonly Diagnostic[];
  /** Where what was read before is remembered. @default - beside the bundle that this code runs from, if it is one */
  readonly cache?: CachePlace | false;
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
  const { strict = false, today = new Date().toISOString().slice(0, 10), alsoCheck } = options;
  const { cache = ownCachePlace() } = options;
  const findings = new Findings();
  const sources = new Map<string, string>();
  const files = readFiles(root, { findings, sources });
  const loading = { root, files, findings, sources, today, strict, alsoCheck };
  const known = ProjectCache.of(files, { root, place: cache || undefined });
  if (!known) return load(loading);
  const answer = known.answer({ today, strict, also: alsoCheck?.name, diagnostics: findings.sorted() });
  if (answer) return answered(answer, loading, known);
  const loaded = load({ ...loading, trees: known.trees });
  known.save(loaded.diagnostics, sources);
  return loaded;
}

interface Loading {
  readonly root: string;
  readonly files: ReadFiles;
  readonly findings: Findings;
  readonly sources: Map<string, string>;
  readonly today: string;
  readonly strict: boolean;
  readonly alsoCheck: LoadOptions['alsoCheck'];
  readonly trees?: KnownTrees;
}

function load({ files, trees, alsoCheck, ...context }: Loading): LoadedProject {
  const { findings, sources } = context;
  const definitions = parseDefinitions(files, findings, trees);
  const checked = checkDefinitions(definitions, context);
  checkSecrets({ definitions, findings, sources });
  if (findings.errorCount > 0) return { diagnostics: findings.sorted(), sources };
  const project = buildProject(definitions, checked);
  checkDocumentSizes(project, findings);
  const more = findings.errorCount === 0 && alsoCheck ? alsoCheck(project) : [];
  const diagnostics = [...findings.sorted(), ...more].sort(compareDiagnostics);
  return loaded({ diagnostics, sources }, () => project);
}

/** What was found last time; the project itself is built for who asks for it. */
function answered(
  { diagnostics, sources }: Answer,
  loading: Loading,
  { trees }: ProjectCache,
): LoadedProject {
  const all = new Map([...loading.sources, ...sources]);
  return loaded({ diagnostics, sources: all }, () => {
    const { project } = load({ ...loading, sources: new Map(all), trees });
    if (project) return project;
    throw new Error('what was found last time is not what is found now');
  });
}

/** Freezing, too, is left to who asks for the project. */
function loaded(found: Omit<LoadedProject, 'project'>, build: () => Project): LoadedProject {
  if (found.diagnostics.some(isError)) return found;
  let project: Project | undefined;
  return {
    ...found,
    get project() {
      return (project ??= deepFreeze(build()));
    },
  };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function deepFreeze<Value>(value: Value): Value {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
