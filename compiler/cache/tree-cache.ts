import type { FoundFile } from '../reading/find-files';
import type { Source } from '../reading/source';
import type { YamlMap } from '../reading/yaml-tree';
import { readCacheFile, writeCacheFile } from './cache-file';
import { NumberList } from './number-list';
import { packTree, unpackTree, type PackedTree } from './packed-tree';

/** The part of the file that is JSON; the numbers of all trees follow it. */
interface Contents {
  readonly keys: readonly string[];
  /** How many numbers there are up to the end of each tree. */
  readonly ends: readonly number[];
  /** The texts of the trees that have any, by their index. */
  readonly texts: Readonly<Record<number, readonly string[]>>;
}

const BYTES_PER_NUMBER = 4;
/** Lengths of the JSON and of the numbers. */
const LENGTHS = 2;

/**
 * Definitions in which reading found nothing to say, by what they are and by the SHA-256 of their text.
 *
 * Nothing here depends on another file, on the day or on where the file is.
 */
export class TreeCache {
  readonly #known: ReadonlyMap<string, PackedTree>;
  readonly #used = new Map<string, PackedTree>();
  readonly #kept = new Map<string, YamlMap>();

  constructor(
    private readonly path: string,
    private readonly version: string,
  ) {
    this.#known = unpack(readCacheFile(path, version));
  }

  /** Undefined: nobody has read such a file before. */
  get(kind: FoundFile['kind'], source: Source): YamlMap | undefined {
    const key = keyOf(kind, source);
    const known = this.#known.get(key);
    if (!known) return undefined;
    this.#used.set(key, known);
    return unpackTree(known, source);
  }

  /** For the next time. */
  keep(kind: FoundFile['kind'], root: YamlMap): void {
    this.#kept.set(keyOf(kind, root.source), root);
  }

  /** Only what was asked for this time is kept, so that it does not grow for ever. */
  save(): void {
    if (this.#kept.size > 0) writeCacheFile(this.path, this.version, pack(this.#used, this.#kept));
  }
}

function keyOf(kind: FoundFile['kind'], { sha256 }: Source): string {
  return `${kind} ${sha256}`;
}

function pack(
  used: ReadonlyMap<string, PackedTree>,
  kept: ReadonlyMap<string, YamlMap>,
): readonly Uint8Array[] {
  const numbers = new NumberList();
  const keys: string[] = [];
  const ends: number[] = [];
  const texts: Record<number, readonly string[]> = {};
  const add = (key: string, own: readonly string[]): void => {
    if (own.length > 0) texts[keys.length] = own;
    keys.push(key);
    ends.push(numbers.length);
  };
  for (const [key, tree] of used) {
    numbers.append(tree.numbers);
    add(key, tree.texts);
  }
  for (const [key, root] of kept) {
    const own = packTree(root, numbers);
    if (own) add(key, own);
  }
  return inOneFile({ keys, ends, texts }, numbers.toArray());
}

function inOneFile(contents: Contents, numbers: Int32Array): readonly Uint8Array[] {
  const text = JSON.stringify(contents);
  const padding = ' '.repeat(-Buffer.byteLength(text) & (BYTES_PER_NUMBER - 1));
  const json = Buffer.from(text + padding);
  return [bytesOf(Int32Array.of(json.length, numbers.length)), json, bytesOf(numbers)];
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function unpack(data: Buffer | undefined): ReadonlyMap<string, PackedTree> {
  if (!data) return new Map();
  const [jsonBytes = 0, count = 0] = numbersIn(data, 0, LENGTHS);
  const jsonStart = LENGTHS * BYTES_PER_NUMBER;
  const json = data.toString('utf8', jsonStart, jsonStart + jsonBytes);
  const { keys, ends, texts } = JSON.parse(json) as Contents;
  const numbers = numbersIn(data, jsonStart + jsonBytes, count);
  return new Map(
    keys.map((key, index) => [
      key,
      { numbers: numbers.subarray(ends[index - 1] ?? 0, ends[index]), texts: texts[index] ?? [] },
    ]),
  );
}

/** Numbers of 32 bits can only be looked at where they are aligned. */
function numbersIn(data: Buffer, start: number, count: number): Int32Array {
  const bytes = data.subarray(start, start + count * BYTES_PER_NUMBER);
  const isAligned = bytes.byteOffset % BYTES_PER_NUMBER === 0;
  const { buffer, byteOffset } = isAligned ? bytes : Uint8Array.from(bytes);
  return new Int32Array(buffer, byteOffset, count);
}
