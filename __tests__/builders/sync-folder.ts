import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Makes `to` what `from` is, without touching files that are the same: what was built from them stays fresh. */
export function syncFolder(from: string, to: string, without: readonly string[] = []): void {
  mkdirSync(to, { recursive: true });
  const names = readdirSync(from).filter((name) => !without.includes(name));
  for (const name of readdirSync(to)) {
    if (!names.includes(name)) rmSync(join(to, name), { recursive: true, force: true });
  }
  for (const name of names) {
    const [source, target] = [join(from, name), join(to, name)];
    const known = existsSync(target) ? lstatSync(target) : undefined;
    const isFolder = lstatSync(source).isDirectory();
    if (known && known.isDirectory() !== isFolder) rmSync(target, { recursive: true });
    if (isFolder) syncFolder(source, target);
    else if (!known || !readFileSync(source).equals(readFileSync(target))) copyFileSync(source, target);
  }
}
