import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject } from '../../../compiler/load-project';
import { targetsOf } from '../../../compiler/targets';
import { writeFleet } from '../../../scripts/bench/fleet';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynconf-fleet-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([1, 10, 25])('writeFleet() writes %i targets that have no diagnostics', (targets) => {
  writeFleet(folder, targets);
  const { project, diagnostics } = loadProject(folder);
  expect(diagnostics).toEqual([]);
  expect(project && targetsOf(project)).toHaveLength(targets);
});
