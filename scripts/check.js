'use strict';

const { spawnSync } = require('node:child_process');
const { ensureInstalled, PROJECT } = require('./installed');

/** What CI runs, in the order in which a mistake is cheapest to find; the tests come last and count. */
const STEPS = [
  ['definitions', ['node', 'scripts/dynconf.js', 'check']],
  ['types', ['node', 'node_modules/typescript/bin/tsc', '--noEmit']],
  ['lint', ['node', 'node_modules/eslint/bin/eslint.js', '.']],
  ['format', ['node', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['tests', ['npm', 'test', '--silent', '--', ...process.argv.slice(2)]],
];

ensureInstalled();
const failed = [];
for (const [name, [command, ...args]] of STEPS) {
  process.stdout.write(`\n== ${name}: ${command} ${args.join(' ')}\n`);
  const { status, signal } = spawnSync(command, args, { cwd: PROJECT, stdio: 'inherit' });
  if (signal === 'SIGINT') process.exit(130);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) process.stderr.write(`\nnot in order: ${failed.join(', ')}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
