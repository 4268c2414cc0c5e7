import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileDocuments } from '../../compiler/compile-documents';
import { loadProject } from '../../compiler/load-project';
import type { Document, Profile } from '../../compiler/project';
import { targetsOf } from '../../compiler/targets';
import { type TargetResources, targetResources } from '../../delivery/targets/target-resources';

/** What bare cdktf code starts from: every name and value is there, nothing is left to compile or check. */
export interface ReadyTarget {
  readonly resources: TargetResources;
  readonly documents: readonly ReadyDocument[];
}

export interface ReadyDocument {
  readonly component: string;
  readonly profile: Profile;
  readonly fingerprint: string;
  /** Holds the content. */
  readonly file: string;
}

/** Compiles the definitions once and for all: `values.json` and the documents beside it. */
export function writeReadyValues(fleet: string, folder: string): void {
  const { project, diagnostics } = loadProject(fleet);
  if (!project) throw new Error(`the fleet has mistakes: ${JSON.stringify(diagnostics)}`);
  const targets = targetsOf(project).map((target): ReadyTarget => {
    const documents = compileDocuments(project, target).map((document) => ({
      component: document.component,
      profile: document.profile,
      fingerprint: document.fingerprint,
      file: writeDocument(document, folder),
    }));
    return { resources: targetResources(project, target), documents };
  });
  writeFileSync(join(folder, 'values.json'), JSON.stringify(targets));
}

function writeDocument({ fingerprint, content }: Document, folder: string): string {
  const place = join(folder, fingerprint.replace('sha256:', ''));
  mkdirSync(place, { recursive: true });
  const file = join(place, 'document.json');
  writeFileSync(file, content);
  return file;
}
