import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '../..');

/**
 * As `npm ci` leaves them: the packages of this checkout, which are those of the same lock file. `packages` is where
 * they are put until then.
 */
export function linkPackages(folder: string, packages = join(folder, 'node_modules')): void {
  const lockFile = 'package-lock.json';
  if (readFileSync(join(folder, lockFile), 'utf8') !== readFileSync(join(PROJECT, lockFile), 'utf8'))
    throw new Error('the packages that are installed here are not those of the commit: run npm ci');
  const from = join(PROJECT, 'node_modules');
  mkdirSync(join(packages, '.bin'), { recursive: true });
  for (const name of readdirSync(from)) {
    // What is made of packages lies in a folder of its own.
    if (!['.cache', '.bin'].includes(name)) symlinkSync(join(from, name), join(packages, name));
  }
  // Relative links: `dynconf` is the one of this folder.
  for (const name of readdirSync(join(from, '.bin')))
    symlinkSync(readlinkSync(join(from, '.bin', name)), join(packages, '.bin', name));
}
