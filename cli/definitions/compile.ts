import { canonicalJson } from '../../compiler/canonical-json';
import { compileDocuments } from '../../compiler/compile-documents';
import { PROFILES } from '../../compiler/names';
import type { Document, JsonObject, Project } from '../../compiler/project';
import type { Input, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';
import { requiredTarget, unknownName } from '../required-target';

/** `dynconf compile`: the documents of one target as canonical JSON. */
export const run: Run = async (io, { root, options }) => {
  requireKnown('format', options['format'], ['json']);
  const documents = selectDocuments(loadDefinitions(io, root), options);
  io.out(`${canonicalJson(byComponent(documents))}\n`);
  return EXIT.done;
};

/** The documents that `--in`, `--component` and `--profile` ask for; a name that nothing has is wrong usage. */
function selectDocuments(project: Project, options: Input['options']): Document[] {
  const target = requiredTarget(project, options['in']);
  const component = requireKnown('component', options['component'], namesOf(project));
  const profile = requireKnown('profile', options['profile'], PROFILES);
  const selected = compileDocuments(project, target).filter(
    (document) =>
      (component === undefined || document.component === component) &&
      (profile === undefined || document.profile === profile),
  );
  if (selected.length > 0 || component === undefined || profile === undefined) return selected;
  throw new CommandError(EXIT.usage, `${component} has no ${profile} document`);
}

function requireKnown(kind: string, name: unknown, known: readonly string[]): string | undefined {
  if (typeof name !== 'string') return undefined;
  if (known.includes(name)) return name;
  throw unknownName({ kind, name, known });
}

function namesOf(project: Project): readonly string[] {
  return project.components.map(({ name }) => name);
}

/** `{ "<component>": { "flags": {…}, "operations": {…} } }`. */
function byComponent(documents: readonly Document[]): JsonObject {
  const components = new Map<string, [string, JsonObject][]>();
  for (const { component, profile, value } of documents) {
    components.set(component, [...(components.get(component) ?? []), [profile, value]]);
  }
  const entries = [...components].map(([name, profiles]) => [name, Object.fromEntries(profiles)] as const);
  return Object.fromEntries(entries);
}
