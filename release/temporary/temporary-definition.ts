import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Document, isMap, isScalar, parseDocument } from 'yaml';
import { type LoadedProject, loadProject } from '../../compiler/load-project';
import { DEFINITION_FOLDERS } from '../../compiler/names';
import type { Environment } from '../../compiler/project';

export interface TemporaryDraft {
  readonly name: string;
  /** The lasting environment that it is taken from. */
  readonly base: Environment;
  readonly owner: string;
  readonly expires: string;
  /** @default - those of the base, wave by wave */
  readonly regions?: readonly string[];
}

/** A predefined strategy uses up none of the 20 that an account and region may have; this one is over in two minutes. */
const STRATEGY = 'AppConfig.Linear50PercentEvery30Seconds';
/** What a definition is read from: everything else in a checkout does not matter to it. */
const DEFINITIONS = [...DEFINITION_FOLDERS, '.github/CODEOWNERS'];

/** Where the definition of a temporary environment is, relative to the definitions folder. */
export function temporaryFile(name: string): string {
  return `environments/temporary/${name}.yaml`;
}

/** The definition of a new temporary environment: what it shares with its base is inherited, not repeated. */
export function draftTemporary({ name, base, owner, expires, regions }: TemporaryDraft): string {
  const document = new Document({
    description: `Short-lived, taken from ${base.name}`,
    extends: base.name,
    ...(regions && { regions }),
    strategy: STRATEGY,
    alarms: [],
    ...(base.windows.length > 0 && { windows: [] }),
    ...(base.blockers.length > 0 && { blockers: [] }),
    temporary: { owner, expires },
  });
  document.commentBefore = [
    ` Made by \`npx dynconf environment create\`. It goes, with everything in it, by`,
    ` \`npx dynconf environment remove ${name}\`, or by itself after it has expired.`,
  ].join('\n');
  comment(document, 'strategy', 'Two minutes, bake included.');
  comment(document, 'alarms', 'Without traffic an alarm could only be wrong.');
  const own = document.get('temporary', true);
  if (isMap(own)) own.flow = true;
  return document.toString({ lineWidth: 0 });
}

/** The same definition with another end; every other character stays as people wrote it. */
export function withExpiry(text: string, expires: string): string {
  const node = parseDocument(text).getIn(['temporary', 'expires'], true);
  const range = isScalar(node) ? node.range : undefined;
  if (!range) throw new Error('a checked definition says when it expires');
  const [start, end] = range;
  return `${text.slice(0, start)}${expires}${text.slice(end)}`;
}

/** The project as it would be with another text in one of its files; the folder itself is not touched. */
export function loadWith(root: string, file: string, text: string | undefined): LoadedProject {
  const copy = mkdtempSync(join(tmpdir(), 'dynconf-definitions-'));
  try {
    for (const part of DEFINITIONS) {
      if (existsSync(join(root, part))) cpSync(join(root, part), join(copy, part), { recursive: true });
    }
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    if (text === undefined) rmSync(join(copy, file), { force: true });
    else writeFileSync(join(copy, file), text);
    return loadProject(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Whole or not at all. */
export function writeDefinition(root: string, file: string, text: string): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}`);
  writeFileSync(beside, text);
  renameSync(beside, path);
}

/** Above the key, where there is room for it. */
function comment(document: Document, key: string, text: string): void {
  const pair = isMap(document.contents) && document.contents.items.find((item) => String(item.key) === key);
  if (pair && isScalar(pair.key)) pair.key.commentBefore = ` ${text}`;
}
