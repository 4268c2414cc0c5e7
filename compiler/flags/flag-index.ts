import type { DefinitionFile } from '../definition-file';
import { SHARED_COMPONENT } from '../names';

/** Every flag by its full name, `component/key`; also those whose file has mistakes, for they exist. */
export class FlagIndex {
  readonly #flags: ReadonlyMap<string, DefinitionFile>;

  constructor(flags: readonly DefinitionFile[]) {
    this.#flags = new Map(flags.map((flag) => [fullName(flag), flag]));
  }

  get names(): Iterable<string> {
    return this.#flags.keys();
  }

  find(name: string): DefinitionFile | undefined {
    return this.#flags.get(name);
  }

  /** `key` is a flag of the same component, else a shared one; `component/key` says which. */
  nameOf(reference: string, component: string): string | undefined {
    const candidates = reference.includes('/')
      ? [reference]
      : [`${component}/${reference}`, `${SHARED_COMPONENT}/${reference}`];
    return candidates.find((name) => this.#flags.has(name));
  }

  /** The full names of a key in whatever component. */
  withKey(key: string): readonly string[] {
    return [...this.#flags.keys()].filter((name) => name.endsWith(`/${key}`));
  }

  /** What may be meant by a reference from a component: short names first. */
  referencesFrom(component: string): readonly string[] {
    const own = `${component}/`;
    const names = [...this.#flags.keys()];
    return [...names.filter((name) => name.startsWith(own)).map((name) => name.slice(own.length)), ...names];
  }
}

export function fullName({ component = SHARED_COMPONENT, name }: DefinitionFile): string {
  return `${component}/${name}`;
}
