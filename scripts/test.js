'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { ensureInstalled, PROJECT } = require('./installed');

/** Of the whole: proofs wait for clocks and servers much of their time, and one more than the cores fills it. */
const WORKERS = ['--maxWorkers=3'];

/** Runs every test and ends with one line that machines read: `N passed, N failed, N skipped`. */
function test(args) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dynconf-test-'));
  const results = path.join(folder, 'results.json');
  const jest = path.join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status, signal } = spawnSync(
    process.execPath,
    [jest, '--json', `--outputFile=${results}`, ...(args.length === 0 ? WORKERS : args)],
    {
      cwd: PROJECT,
      // --json prints the results on stdout as well; people read stderr.
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  process.stdout.write(`${countsIn(results)}\n`);
  fs.rmSync(folder, { recursive: true, force: true });
  return signal === 'SIGINT' ? 130 : (status ?? 1);
}

function countsIn(results) {
  if (!fs.existsSync(results)) return '0 passed, 1 failed, 0 skipped';
  const run = JSON.parse(fs.readFileSync(results, 'utf8'));
  // A suite that could not start has no failed test of its own, yet nothing of it passed.
  const failed = run.numFailedTests + run.numRuntimeErrorTestSuites;
  const skipped = run.numPendingTests + run.numTodoTests;
  return `${run.numPassedTests} passed, ${failed} failed, ${skipped} skipped`;
}

ensureInstalled();
process.exitCode = test(process.argv.slice(2));
