import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { BareFoundation } from './bare-foundation';
import { BareRelease } from './bare-release';
import type { ReadyTarget } from './ready-values';

/**
 * What the stacks of the bench's fleet are as cdktf code without this project: provider classes from ready values.
 *
 * It writes byte for byte what main.ts writes, so the same paths and the same settings of cdktf.
 */
export function bareApp(folder: string, outdir?: string): void {
  const targets = JSON.parse(readFileSync(join(folder, 'values.json'), 'utf8')) as ReadyTarget[];
  const app = new App({ skipValidation: true, ...(outdir !== undefined && { outdir }) });
  for (const ready of targets) addTarget(app, ready);
  app.synth();
  for (const { node } of app.node.children) {
    copyFileSync('.terraform.lock.hcl', join(app.outdir, 'stacks', node.id, '.terraform.lock.hcl'));
  }
}

function addTarget(app: App, ready: ReadyTarget): void {
  const { foundation: foundationName, releases } = ready.resources;
  const [release] = releases;
  if (!release) return;
  const { stacks } = release;
  const foundation = new BareFoundation(app, foundationName, ready.resources);
  const flags = new BareRelease(app, stacks.flags, { ready, foundation, profile: 'flags' });
  const operations = new BareRelease(app, stacks.operations, { ready, foundation, profile: 'operations' });
  operations.addDependency(flags);
}
