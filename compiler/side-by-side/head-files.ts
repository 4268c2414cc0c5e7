import { schemaFile } from '../operations/schema-files';
import { parseSchema } from '../operations/load-schema';
import type { Operations } from '../project';
import { Findings } from '../reading/findings';
import { parseYaml } from '../reading/parse-yaml';
import { Source, startOfFile, startOfSource, type Place } from '../reading/source';
import { textOf, valueOf, type YamlMap } from '../reading/yaml-tree';

/** The files of the newer revision, parsed again where a place in them is asked for: a project knows none. */
export class HeadFiles {
  readonly #roots = new Map<string, YamlMap | undefined>();

  constructor(private readonly sources: ReadonlyMap<string, string>) {}

  rootOf(file: string): YamlMap | undefined {
    return this.#read(file, parseYaml);
  }

  /** The schema of a document, in the document itself or in the file that it names. */
  schemaOf({ at }: Pick<Operations, 'at'>): YamlMap | undefined {
    const schema = valueOf(this.rootOf(at.file), 'schema');
    if (schema?.kind === 'map') return schema;
    const file = schemaFile(textOf(schema));
    return file === undefined ? undefined : this.#read(file, parseSchema);
  }

  startOf(file: string): Place {
    const root = this.rootOf(file);
    return root ? startOfSource(root.source) : startOfFile(file);
  }

  #read(file: string, parse: typeof parseYaml): YamlMap | undefined {
    const text = this.sources.get(file);
    if (text === undefined) return undefined;
    if (!this.#roots.has(file)) this.#roots.set(file, parse(new Source(file, text), new Findings()));
    return this.#roots.get(file);
  }
}
