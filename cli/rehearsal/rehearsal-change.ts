import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { compileDocuments } from '../../compiler/compile-documents';
import { flagStateIn } from '../../compiler/flag-state';
import { loadProject } from '../../compiler/load-project';
import { DEFINITION_FOLDERS, LOCAL_ENVIRONMENT, SHARED_COMPONENT } from '../../compiler/names';
import type { Component, Document, Profile, Project, Target } from '../../compiler/project';
import { CommandError, EXIT } from '../exit-codes';

/** A change that a team could have made, in a copy of the definitions. */
export interface RehearsalChange {
  readonly project: Project;
  readonly profile: Profile;
  /** `one-click-pay.enabled: true → false`. */
  readonly summary: string;
}

interface Edit {
  readonly file: string;
  readonly path: readonly string[];
  readonly value: boolean | number;
  readonly profile: Profile;
  readonly summary: string;
}

/** Copies the definitions and makes the first small change of one component that is valid and reaches its document. */
export function changeDefinitions(
  root: string,
  copy: string,
  at: { readonly component: Component; readonly target: Target },
): RehearsalChange {
  // The rest of a checkout is not copied.
  for (const folder of DEFINITION_FOLDERS) {
    if (existsSync(join(root, folder))) cpSync(join(root, folder), join(copy, folder), { recursive: true });
  }
  const before = fingerprints(compileDocuments(loadValid(copy), at.target), at.component);
  for (const edit of [...flagEdits(at.component, at.target), ...operationsEdits(at.component, at.target)]) {
    const original = readFileSync(join(copy, edit.file), 'utf8');
    const edited = parseDocument(original);
    edited.setIn(['overrides', LOCAL_ENVIRONMENT, ...edit.path], edit.value);
    writeFileSync(join(copy, edit.file), edited.toString());
    const { project, diagnostics } = loadProject(copy);
    const isValid = project !== undefined && !diagnostics.some(({ severity }) => severity === 'error');
    if (isValid && fingerprints(compileDocuments(project, at.target), at.component) !== before) {
      return { project, profile: edit.profile, summary: edit.summary };
    }
    writeFileSync(join(copy, edit.file), original);
  }
  throw new CommandError(
    EXIT.usage,
    `--fault needs something to release: no flag or number of ${at.component.name} can change in ${LOCAL_ENVIRONMENT}`,
  );
}

function flagEdits(component: Component, target: Target): Edit[] {
  return component.flags.map((flag) => {
    const enabled = !flagStateIn(flag, target).enabled;
    const folder = component.name === SHARED_COMPONENT ? [] : [component.name];
    return {
      file: join('flags', ...folder, `${flag.key}.yaml`),
      path: ['enabled'],
      value: enabled,
      profile: 'flags',
      summary: `${flag.key}: enabled ${!enabled} → ${enabled}`,
    };
  });
}

function operationsEdits({ operations }: Component, target: Target): Edit[] {
  if (operations === undefined) return [];
  const file = join('opconfig', `${operations.component}.yaml`);
  const merged = { ...operations.default, ...operations.overrides[target.environment.name] };
  return Object.entries(merged).flatMap(([key, value]) => {
    if (typeof value !== 'number' && typeof value !== 'boolean') return [];
    const changed = typeof value === 'number' ? value + 1 : !value;
    return [
      {
        file,
        path: [key],
        value: changed,
        profile: 'operations' as const,
        summary: `${key}: ${value} → ${changed}`,
      },
    ];
  });
}

function fingerprints(documents: readonly Document[], component: Component): string {
  return documents
    .filter((document) => document.component === component.name)
    .map(({ fingerprint }) => fingerprint)
    .join(' ');
}

function loadValid(root: string): Project {
  const { project } = loadProject(root);
  if (project === undefined) throw new Error('the copy of valid definitions is not valid');
  return project;
}
