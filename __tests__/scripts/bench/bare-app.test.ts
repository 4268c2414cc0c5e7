import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject } from '../../../compiler/load-project';
import { synthesize } from '../../../main';
import { bareApp } from '../../../scripts/bench/bare-app';
import { writeFleet } from '../../../scripts/bench/fleet';
import { writeReadyValues } from '../../../scripts/bench/ready-values';
import { filesIn, requireSameOutput } from '../../../scripts/bench/same-output';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynconf-bare-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

// Whoever changes the stacks changes scripts/bench/bare-*.ts with them, or the bench would compare unlike things.
test('bareApp() writes byte for byte what main.ts writes of the same fleet', () => {
  const [fleet, ready, ours, bare] = ['fleet', 'ready', 'ours', 'bare'].map((name) => join(folder, name));
  if (!fleet || !ready || !ours || !bare) throw new Error('four folders');
  writeFleet(fleet, 2);
  const { project } = loadProject(fleet);
  if (!project) throw new Error('the fleet has mistakes');
  synthesize(project, { outdir: ours });
  writeReadyValues(fleet, ready);
  bareApp(ready, bare);
  requireSameOutput(ours, bare);
  expect(filesIn(bare)).toContain('manifest.json');
});
