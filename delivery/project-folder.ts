import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LOCK_FILE } from './stack-files';

/**
 * The folder of the project that this code belongs to; absent where only a part of it is checked out.
 *
 * It is looked for upwards: this code runs from source and from a bundle in node_modules/.cache.
 */
export function projectFolder(from = __dirname): string | undefined {
  if (existsSync(join(from, LOCK_FILE))) return from;
  const parent = dirname(from);
  return parent === from ? undefined : projectFolder(parent);
}
