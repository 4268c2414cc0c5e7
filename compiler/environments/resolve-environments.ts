import type { DefinitionFile } from '../definition-file';
import { LOCAL_ENVIRONMENT } from '../names';
import { compareText, type Findings } from '../reading/findings';
import { mergeMaps } from '../reading/merge-maps';
import { didYouMean, knownOr } from '../reading/nearest';
import { textOf, valueOf, type YamlEntry, type YamlMap, type YamlNode } from '../reading/yaml-tree';
import { leadsTo } from './leads-to';

/** An environment with everything it inherits. */
export interface ResolvedEnvironment {
  readonly name: string;
  readonly kind: 'environment' | 'temporary';
  readonly file: DefinitionFile;
  /** Absent: its file could not be read. Every piece knows the file that supplied it. */
  readonly root: YamlMap | undefined;
  /** Every file it is made of could be read: what is not here is nowhere. */
  readonly isComplete: boolean;
  /** Besides, none of these files has mistakes in its structure. */
  readonly isSound: boolean;
}

/** On this machine's AppConfig: needs no account, and no alarm of its own goes off there. */
export function isOnThisMachine({
  name,
  kind,
  root,
}: Pick<ResolvedEnvironment, 'name' | 'kind' | 'root'>): boolean {
  return (
    name === LOCAL_ENVIRONMENT ||
    (kind === 'temporary' && textOf(valueOf(root, 'extends')) === LOCAL_ENVIRONMENT)
  );
}

/** Follows `extends`: maps merge by key, lists and scalars replace. Abstract environments are only for that. */
export function resolveEnvironments(
  files: readonly DefinitionFile[],
  findings: Findings,
): readonly ResolvedEnvironment[] {
  const inheritance = new Inheritance(files, findings);
  for (const file of files) inheritance.resolve(file);
  return files
    .flatMap((file) => (file.kind === 'abstract' ? [] : [{ ...inheritance.resolve(file), ...namesOf(file) }]))
    .sort((a, b) => compareText(a.name, b.name));
}

type Resolved = Pick<ResolvedEnvironment, 'root' | 'isComplete' | 'isSound'>;

function namesOf(file: DefinitionFile): Pick<ResolvedEnvironment, 'name' | 'kind' | 'file'> {
  return { name: file.name, kind: file.kind === 'temporary' ? 'temporary' : 'environment', file };
}

const NOTHING: Resolved = { root: undefined, isComplete: false, isSound: false };

class Inheritance {
  readonly #byName: ReadonlyMap<string, DefinitionFile>;
  readonly #resolved = new Map<DefinitionFile, Resolved>();
  readonly #path: DefinitionFile[] = [];

  constructor(
    files: readonly DefinitionFile[],
    private readonly findings: Findings,
  ) {
    this.#byName = new Map(files.filter(({ kind }) => kind !== 'temporary').map((file) => [file.name, file]));
  }

  resolve(file: DefinitionFile): Resolved {
    const known = this.#resolved.get(file);
    if (known) return known;
    this.#path.push(file);
    const resolved = this.#inherit(file);
    this.#path.pop();
    this.#resolved.set(file, resolved);
    return resolved;
  }

  #inherit(file: DefinitionFile): Resolved {
    const { root, isSound } = file;
    if (!root) return NOTHING;
    const parent = valueOf(root, 'extends');
    if (!parent) return { root, isComplete: true, isSound };
    const name = textOf(parent);
    const base = name === undefined ? NOTHING : this.#base(name, parent);
    if (!base.root) return { root, isComplete: false, isSound: false };
    return {
      root: inherit(base.root, root, file.kind),
      isComplete: base.isComplete,
      isSound: isSound && base.isSound,
    };
  }

  #base(name: string, at: YamlNode): Resolved {
    const file = this.#byName.get(name);
    if (!file) {
      const known = this.#withoutCircle(at.source.file);
      this.findings.error(at, 'EXTENDS_UNKNOWN', {
        message: `there is no environment ${name} to extend${didYouMean(name, known)}`,
        fix: knownOr(known, 'leave out `extends`: there is nothing to extend'),
      });
      return NOTHING;
    }
    const start = this.#path.indexOf(file);
    if (start === -1) return this.resolve(file);
    const circle = [...this.#path.slice(start), file].map((step) => step.name).join(' → ');
    this.findings.error(at, 'EXTENDS_CYCLE', {
      message: `environments extend each other in a circle: ${circle}`,
      fix: 'let one of them extend nothing',
    });
    return NOTHING;
  }

  /** What a file may extend: neither itself nor what extends it. */
  #withoutCircle(file: string): string[] {
    const next = (name: string) => textOf(valueOf(this.#byName.get(name)?.root, 'extends'));
    const isIt = (name: string) => this.#byName.get(name)?.file === file;
    return [...this.#byName.keys()].filter((name) => !leadsTo(name, next, isIt));
  }
}

/** What is written nearer also replaces the other way of saying the same thing. */
const REPLACES: Readonly<Record<string, string>> = {
  regions: 'waves',
  waves: 'regions',
  strategy: 'strategies',
};
/** Maps whose keys depend on each other: another type, or the other way, replaces the whole map. */
const WHOLE: readonly (readonly [field: string, isOther: (base: YamlNode, own: YamlNode) => boolean])[] = [
  ['backend', (base, own) => valueOf(own, 'type') !== undefined && typeOf(base) !== typeOf(own)],
  [
    'readers',
    (base, own) => (valueOf(base, 'roles') === undefined) !== (valueOf(own, 'roles') === undefined),
  ],
];
const typeOf = (node: YamlNode): string | undefined => textOf(valueOf(node, 'type'));
/** A temporary environment is outside the delivery pipeline: it has no place in its order. */
const NOT_FOR_TEMPORARY = ['after', 'mirrors'];

function inherit(base: YamlMap, own: YamlMap, kind: DefinitionFile['kind']): YamlMap {
  const inherited = new Map<string, YamlEntry>(base.entries);
  inherited.delete('extends');
  if (kind === 'temporary') for (const field of NOT_FOR_TEMPORARY) inherited.delete(field);
  for (const [field, other] of Object.entries(REPLACES)) if (own.entries.has(field)) inherited.delete(other);
  for (const [field, isOther] of WHOLE) {
    const [before, after] = [inherited.get(field), own.entries.get(field)];
    if (before && after && isOther(before.value, after.value)) inherited.delete(field);
  }
  return mergeMaps({ ...base, entries: inherited }, own);
}
