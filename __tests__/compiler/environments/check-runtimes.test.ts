import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject } from '../../../compiler/load-project';
import { CANARY_RUNTIME } from '../../../compiler/runtimes';

const BASE = 'regions: [us-east-1]\ncanary: { every-minutes: 5 }\n';

/** Days before the runtime of the canary ends. */
function diagnosticsBefore(days: number, environments: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'dynconf-runtimes-'));
  try {
    mkdirSync(join(root, 'environments'));
    for (const [name, text] of Object.entries(environments))
      writeFileSync(join(root, 'environments', `${name}.yaml`), text);
    const today = new Date(Date.parse(CANARY_RUNTIME.ends) - days * 86_400_000).toISOString().slice(0, 10);
    return loadProject(root, { today }).diagnostics.filter(({ code }) => code.startsWith('RUNTIME_'));
  } finally {
    rmSync(root, { recursive: true });
  }
}

test('checkRuntimes() warns where the canary is asked for, once for all who inherit it', () => {
  const environments = {
    _base: BASE,
    beta: 'extends: _base\naccount: "111111111111"\n',
    prod: 'extends: _base\naccount: "333333333333"\nafter: beta\n',
  };
  expect(diagnosticsBefore(90, environments)).toMatchObject([
    { code: 'RUNTIME_NEAR_END', severity: 'warning', file: 'environments/_base.yaml', line: 2, column: 1 },
  ]);
  expect(diagnosticsBefore(91, environments)).toEqual([]);
});

test('checkRuntimes() refuses a canary whose runtime has ended', () => {
  const beta = `account: "111111111111"\n${BASE}`;
  expect(diagnosticsBefore(0, { beta })).toMatchObject([{ code: 'RUNTIME_PAST_END', severity: 'error' }]);
});

test('checkRuntimes() says nothing of this machine: it has no canary', () => {
  expect(diagnosticsBefore(0, { local: BASE })).toEqual([]);
});
