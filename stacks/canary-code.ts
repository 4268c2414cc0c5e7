import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { CanaryCode } from '../constructs/canary';

export type { CanaryCode };

/**
 * The canary's code, bundled if it is not yet.
 *
 * A process of its own: the same bytes come out whether this runs from a bundle, with ts-node or in a test, and who
 * has no canary loads no bundler.
 */
export function canaryCode(projectFolder: string): CanaryCode {
  const script = join(projectFolder, 'scripts', 'bundle-canary.js');
  return JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' })) as CanaryCode;
}
