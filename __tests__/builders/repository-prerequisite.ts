import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** `describe`, where the project is a git repository; elsewhere it says so loudly and jest counts what is skipped. */
export function describeInRepository(name: string, tests: () => void): void {
  if (existsSync(resolve(__dirname, '../../.git'))) return void describe(name, tests);
  process.stderr.write('\nSKIPPED, and no workflow is proven on this machine: this is no git repository\n');
  describe.skip(name, tests);
}
