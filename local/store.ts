import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contents } from './control-plane/contents';
import type { State } from './state';
import { writeWhole } from './write-whole';

const FORMAT = 1;

/** A data folder that cannot be used; the message is for the person who named it. */
export class DataFolderError extends Error {}

/** Where a local AppConfig remembers: in memory, or in a folder that outlives it. */
export interface Store {
  readonly state: State;
  readonly contents: Contents;
  /** The clock when the state was saved last. */
  readonly savedAt: number;
  save(now: number): void;
}

export function openStore(folder: string | undefined): Store {
  if (folder === undefined)
    return { state: emptyState(), contents: new Contents(), savedAt: 0, save: () => undefined };
  try {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'state.json');
    const { state, savedAt } = existsSync(file) ? readState(file) : { state: emptyState(), savedAt: 0 };
    const contents = new Contents(join(folder, 'contents'));
    contents.keepOnly(contentsOf(state));
    const save = (now: number) => writeWhole(file, JSON.stringify({ format: FORMAT, savedAt: now, state }));
    return { state, contents, savedAt, save };
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(`the data folder ${folder} cannot be used: ${(error as Error).message}`);
  }
}

function emptyState(): State {
  return { regions: {}, alarms: [] };
}

function readState(file: string): { state: State; savedAt: number } {
  let saved: { format?: unknown; savedAt?: unknown; state?: unknown };
  try {
    saved = JSON.parse(readFileSync(file, 'utf8')) as typeof saved;
  } catch (error) {
    throw new DataFolderError(
      `${file} cannot be read: ${(error as Error).message}; remove the folder to start afresh`,
    );
  }
  if (saved?.format !== FORMAT || typeof saved.savedAt !== 'number' || !isState(saved.state))
    throw new DataFolderError(`${file} was not written by this version; remove the folder to start afresh`);
  return { state: saved.state, savedAt: saved.savedAt };
}

function isState(value: unknown): value is State {
  const state = value as Partial<State> | null;
  return typeof state?.regions === 'object' && state.regions !== null && Array.isArray(state.alarms);
}

/** Every content that a version or a deployment points to. */
function contentsOf(state: State): Set<string> {
  const applications = Object.values(state.regions).flatMap((region) => region.applications);
  return new Set([
    ...applications.flatMap(({ profiles }) =>
      profiles.flatMap(({ versions }) => versions.map(({ content }) => content)),
    ),
    ...applications.flatMap(({ environments }) =>
      environments.flatMap(({ deployments }) => deployments.map(({ content }) => content)),
    ),
  ]);
}
