import { renameSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';

/** Writes beside and renames: whoever reads sees the old file or the new one, never half of it. */
export function writeWhole(file: string, content: Buffer | string): void {
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(beside, content);
  renameSync(beside, file);
}
