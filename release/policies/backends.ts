import { isObject } from '../../compiler/json-object';
import type { JsonObject } from '../../compiler/project';
import {
  type BackendBlock,
  blocksOf,
  type JsonPath,
  type Policy,
  resourcesOf,
  type SynthesizedStack,
  typeOf,
  type Violation,
} from './policy';

/** What each kind of backend is told in this project. */
const BACKEND_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  local: ['path'],
  s3: ['bucket', 'region', 'key', 'encrypt', 'use_lockfile', 'kms_key_id'],
  cloud: ['organization', 'hostname', 'workspaces'],
};

/** State holds everything that is secret: it is kept, and read, in one known place. */
export const BACKENDS: readonly Policy[] = [
  {
    rule: 'BACKEND_SETTING',
    severity: 'error',
    meaning: 'A backend says where states are, and nothing else: no endpoint, no credentials',
    find: (stack) => [...keptStates(stack), ...readStates(stack)].flatMap(findSettings),
  },
  {
    rule: 'BACKEND_NOT_DEFINED',
    severity: 'error',
    meaning: 'State is kept, and read, where the definitions say',
    find: findBackends,
  },
];

/** A backend block, or a state that is read. */
interface State {
  readonly type: string;
  readonly path: JsonPath;
  readonly body: JsonObject;
}

function keptStates({ json }: SynthesizedStack): State[] {
  return blocksOf(json['terraform'], { path: ['terraform'], labels: 0 }).flatMap(({ path, body }) => [
    ...blocksOf(body['backend'], { path: [...path, 'backend'], labels: 1 }).map((block) => ({
      ...block,
      type: block.labels[0] ?? '',
    })),
    ...blocksOf(body['cloud'], { path: [...path, 'cloud'], labels: 0 }).map((block) => ({
      ...block,
      type: 'cloud',
    })),
  ]);
}

/** What Terraform Cloud keeps is read by the older name of its backend. */
function readStates(stack: SynthesizedStack): State[] {
  return resourcesOf(stack, 'data')
    .filter((block) => typeOf(block) === 'terraform_remote_state')
    .map(({ path, body }) => ({
      type: body['backend'] === 'remote' ? 'cloud' : String(body['backend']),
      path: [...path, 'config'],
      // What an expression makes of it, nobody knows here.
      body: isObject(body['config']) ? body['config'] : { [JSON.stringify(body['config'] ?? null)]: true },
    }));
}

function findSettings({ type, path, body }: State): Violation[] {
  const known = BACKEND_SETTINGS[type] ?? [];
  if (known.length === 0) return [notKept(path, `has a backend ${type}, which is none of this project`)];
  return Object.keys(body)
    .filter((key) => !known.includes(key))
    .map((key) => notKept([...path, key], `has the setting ${key} in a backend of type ${type}`));
}

function findBackends(stack: SynthesizedStack): Violation[] {
  const { wanted } = stack.trusted;
  if (wanted === undefined) return [];
  const own = wanted(stack.name);
  const kept = keptStates(stack);
  const wrong = kept.filter((state) => own === undefined || !isLike(state, own.backend));
  const foreign = readStates(stack).filter((state) => {
    const other = wanted(nameOf(state));
    return other === undefined || other.owner !== own?.owner || !isLike(state, whenRead(other.backend));
  });
  return [
    ...(kept.length === 1 ? [] : [notKept(['terraform'], `has ${kept.length} backends`)]),
    ...wrong.map(({ path, type }) =>
      notKept(path, `keeps its state in ${type}, not where the definitions say`),
    ),
    ...foreign.map(({ path }) => notKept(path, 'reads a state that is not where the definitions say')),
  ];
}

/** The stack whose state it is, if it is one of this project's. */
function nameOf({ body }: State): string {
  const { key, path, workspaces } = body;
  if (isObject(workspaces)) return String((workspaces as JsonObject)['name']);
  const [file = ''] = String(key ?? path)
    .split('/')
    .slice(-1);
  return file.replace(/\.tfstate$/, '');
}

/** Nothing is locked by who reads. */
function whenRead({ type, settings: { use_lockfile: _, ...settings } }: BackendBlock): BackendBlock {
  return { type, settings };
}

function isLike({ type, body }: State, { type: wanted, settings }: BackendBlock): boolean {
  return (
    type === wanted &&
    Object.entries(settings).every(([key, value]) => JSON.stringify(body[key]) === JSON.stringify(value))
  );
}

function notKept(path: JsonPath, message: string): Violation {
  return { path, message: `the stack ${message}`, fix: 'say backend in environments/, and synthesize again' };
}
