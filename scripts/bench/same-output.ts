import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Throws, naming the first difference, unless both folders hold the same files with the same bytes. */
export function requireSameOutput(one: string, other: string): void {
  const [files, otherFiles] = [filesIn(one), filesIn(other)];
  if (files.length === 0) throw new Error(`${one} is empty: nothing was written`);
  const lonely =
    files.find((file) => !otherFiles.includes(file)) ?? otherFiles.find((file) => !files.includes(file));
  if (lonely !== undefined) throw new Error(`only one of ${one} and ${other} has ${lonely}`);
  for (const file of files) requireSameBytes(file, { one, other });
}

function requireSameBytes(file: string, { one, other }: { one: string; other: string }): void {
  const [bytes, otherBytes] = [readFileSync(join(one, file)), readFileSync(join(other, file))];
  if (bytes.equals(otherBytes)) return;
  const [lines, otherLines] = [bytes.toString().split('\n'), otherBytes.toString().split('\n')];
  const line = lines.findIndex((text, index) => text !== otherLines[index]);
  throw new Error(
    `${file} differs at line ${line + 1}:\n  ${one}: ${lines[line]}\n  ${other}: ${otherLines[line]}`,
  );
}

/** Relative to the folder, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
