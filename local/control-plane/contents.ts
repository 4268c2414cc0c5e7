import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../write-whole';

/** Document contents by their SHA-256: a version and the deployments of it share one copy. */
export class Contents {
  private readonly inMemory = new Map<string, Buffer>();

  /** @param folder where contents outlive the process. @default memory only */
  constructor(private readonly folder?: string) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
  }

  put(content: Buffer): string {
    const key = createHash('sha256').update(content).digest('hex');
    if (this.inMemory.has(key)) return key;
    if (this.folder !== undefined && !existsSync(join(this.folder, key)))
      writeWhole(join(this.folder, key), content);
    this.inMemory.set(key, content);
    return key;
  }

  get(key: string): Buffer {
    const known = this.inMemory.get(key);
    if (known !== undefined) return known;
    if (this.folder === undefined || !/^[0-9a-f]{64}$/.test(key)) throw new Error(`no content ${key}`);
    const content = readFileSync(join(this.folder, key));
    this.inMemory.set(key, content);
    return content;
  }

  /** Forgets what nothing points to any more. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.inMemory.keys()) if (!keys.has(key)) this.inMemory.delete(key);
    if (this.folder === undefined) return;
    for (const file of readdirSync(this.folder)) if (!keys.has(file)) rmSync(join(this.folder, file));
  }
}
