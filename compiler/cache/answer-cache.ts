import { hash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostic';
import { Findings } from '../reading/findings';
import { readSource } from '../reading/read-source';
import { readCacheFile, writeCacheFile } from './cache-file';

/** A file that was read because a definition names it as a schema. */
export interface TextBeside {
  readonly file: string;
  readonly text: string;
}

/** What was found when every file was as it is now. */
export interface Answer {
  readonly diagnostics: readonly Diagnostic[];
  /** The texts of schemas beside documents, in the order in which they were read. */
  readonly sources: ReadonlyMap<string, string>;
}

interface KeptFile {
  readonly file: string;
  readonly sha256: string;
  /** Where its links lead: a schema must not come from outside. */
  readonly realPath: string;
}

interface KeptAnswer {
  readonly question: string;
  readonly beside: readonly KeptFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Strict and not, today and tomorrow. */
const MAXIMUM_ANSWERS = 4;

/**
 * What was found the last times, by all that it was found in.
 *
 * A question is the SHA-256 of every definition and of everything else that decides; an answer also names the files
 * that turned out to be needed, and holds only while these are as they were.
 */
export class AnswerCache {
  readonly #kept: readonly KeptAnswer[];

  constructor(
    private readonly root: string,
    private readonly path: string,
    private readonly version: string,
  ) {
    this.#kept = unpack(readCacheFile(path, version));
  }

  get(question: string): Answer | undefined {
    const kept = this.#kept.find((each) => each.question === question);
    if (!kept) return undefined;
    const sources = new Map<string, string>();
    for (const each of kept.beside) {
      const text = readSource(this.root, each.file, new Findings())?.text;
      if (text === undefined || !isSame(this.#describe({ file: each.file, text }), each)) return undefined;
      sources.set(each.file, text);
    }
    return { diagnostics: kept.diagnostics, sources };
  }

  save(
    question: string,
    found: { readonly diagnostics: readonly Diagnostic[]; readonly beside: readonly TextBeside[] },
  ): void {
    const beside = found.beside.map((each) => this.#describe(each));
    const answer: KeptAnswer = { question, beside, diagnostics: found.diagnostics };
    const others = this.#kept.filter((each) => each.question !== question);
    const kept = [answer, ...others].slice(0, MAXIMUM_ANSWERS);
    writeCacheFile(this.path, this.version, [Buffer.from(JSON.stringify(kept))]);
  }

  #describe({ file, text }: TextBeside): KeptFile {
    return { file, sha256: hash('sha256', text, 'base64'), realPath: realPathOf(join(this.root, file)) };
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return '';
  }
}

function isSame(one: KeptFile, other: KeptFile): boolean {
  return one.sha256 === other.sha256 && one.realPath === other.realPath;
}

function unpack(data: Buffer | undefined): readonly KeptAnswer[] {
  return data ? (JSON.parse(data.toString('utf8')) as readonly KeptAnswer[]) : [];
}
