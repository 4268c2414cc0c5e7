import { hash } from 'node:crypto';
import type { Diagnostic } from '../diagnostic';
import type { ReadFiles } from '../read-definitions';
import { AnswerCache, type Answer, type TextBeside } from './answer-cache';
import { cachePathOf, tidyCaches, type CachePlace } from './cache-place';
import { TreeCache } from './tree-cache';

const FEWEST_FILES = 100;
/** What these say is not in the text of a file, or must not be kept anywhere. */
const NEVER_KEPT = /^(FILE_|SCHEMA_PATH$|SECRET_)/;

/** What decides besides the files. */
export interface Circumstances {
  readonly today: string;
  readonly strict: boolean;
  /** What else is looked for. */
  readonly also: string | undefined;
  /** What has been found before the first file was parsed. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is remembered of one folder of definitions. */
export class ProjectCache {
  readonly #path: string;
  #answers: AnswerCache | undefined;
  #question = '';
  #trees: TreeCache | undefined;

  private constructor(
    private readonly read: ReadFiles,
    private readonly root: string,
    private readonly place: CachePlace,
  ) {
    this.#path = cachePathOf(root, place);
  }

  /** Undefined where nothing is gained. */
  static of(
    read: ReadFiles,
    { root, place }: { readonly root: string; readonly place: CachePlace | undefined },
  ): ProjectCache | undefined {
    if (!place || read.files.length < (place.fewestFiles ?? FEWEST_FILES)) return undefined;
    return new ProjectCache(read, root, place);
  }

  /** What was found when everything was as it is now; undefined when something is not. */
  answer(circumstances: Circumstances): Answer | undefined {
    this.#question = questionOf(this.read, circumstances);
    this.#answers = new AnswerCache(this.root, `${this.#path}.answers`, this.place.version);
    return this.#answers.get(this.#question);
  }

  get trees(): TreeCache {
    return (this.#trees ??= new TreeCache(`${this.#path}.trees`, this.place.version));
  }

  /** Remembers what was found; nothing at all if there is a secret. */
  save(diagnostics: readonly Diagnostic[], sources: ReadonlyMap<string, string>): void {
    if (diagnostics.some(({ code }) => code.startsWith('SECRET_'))) return;
    tidyCaches(this.place);
    this.trees.save();
    if (diagnostics.some(({ code }) => NEVER_KEPT.test(code))) return;
    this.#answers?.save(this.#question, { diagnostics, beside: filesBeside(this.read, sources) });
  }
}

function filesBeside({ files }: ReadFiles, sources: ReadonlyMap<string, string>): readonly TextBeside[] {
  const definitions = new Set(files.map(({ file }) => file));
  const others = [...sources.keys()].filter((file) => !definitions.has(file));
  return others.map((file) => ({ file, text: sources.get(file) ?? '' }));
}

function questionOf(
  { files, flagFolders, besideDocuments, codeOwners }: ReadFiles,
  { today, strict, also = '', diagnostics }: Circumstances,
): string {
  const named = files.map(({ source, ...found }) => [found, source?.sha256]);
  const all = [today, strict, also, diagnostics, flagFolders, besideDocuments, codeOwners?.sha256, named];
  return hash('sha256', JSON.stringify(all), 'base64');
}
