import type { Findings } from './findings';
import { startOfFile } from './source';

/** What people put beside definitions for each other: README, LICENSE, notes.md. */
const NOTES = /\.(md|txt)$|^[A-Z]+$/;

/** A file that is no YAML, where only definitions are read. */
export function reportStray(path: string, findings: Findings): void {
  const base = path.slice(path.lastIndexOf('/') + 1);
  if (NOTES.test(base)) return;
  findings.warning(startOfFile(path), 'WRONG_EXTENSION', {
    message: `${base} does not end in .yaml, so nothing reads it`,
    fix: 'rename it if it is a definition, else remove it',
  });
}
