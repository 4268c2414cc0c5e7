import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject } from '../../../compiler/load-project';
import { writeManyFlags } from '../../../scripts/bench/many-flags';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynconf-many-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('writeManyFlags() writes flags of which some have expired, and no mistake', () => {
  writeManyFlags(folder, 250);
  const { project, diagnostics } = loadProject(folder, { today: '2026-11-21' });
  expect(project?.components.map(({ flags }) => flags.length)).toEqual([100, 100, 50]);
  expect(diagnostics.map(({ code }) => code)).toEqual(Array(5).fill('EXPIRED'));
});
