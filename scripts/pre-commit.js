'use strict';

const { spawn, execFileSync } = require('node:child_process');
const path = require('node:path');

const PROJECT = path.resolve(__dirname, '..');
const staged = execFileSync('git', ['diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z'], {
  cwd: PROJECT,
  encoding: 'utf8',
})
  .split('\0')
  .filter(Boolean);

/** The checks of the build that matter for what is staged, side by side: definitions, lint, format, secrets. */
async function preCommit() {
  const code = staged.filter((file) => /\.(ts|js|mjs)$/.test(file));
  const definitions = staged.some((file) => /^(flags|opconfig|environments)\//.test(file));
  const checks = [
    ['secrets', 'secretlint/bin/secretlint.js', ['--no-glob', '--secretlintignore=', ...staged]],
  ];
  if (code.length > 0) {
    checks.push([
      'lint',
      'eslint/bin/eslint.js',
      ['--cache', '--cache-location', 'node_modules/.cache/eslint/', ...code],
    ]);
    checks.push(['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', ...code]]);
  }
  if (definitions) checks.push(['definitions', path.join(PROJECT, 'scripts', 'dynconf.js'), ['check']]);
  const results = await Promise.all(checks.map(run));
  for (const { name, status, output } of results.filter((result) => result.status !== 0)) {
    process.stderr.write(`\n== ${name} (${status})\n${output}`);
  }
  return results.every((result) => result.status === 0) ? 0 : 1;
}

function run([name, program, args]) {
  return new Promise((resolve) => {
    const script = path.isAbsolute(program) ? program : path.join(PROJECT, 'node_modules', program);
    const child = spawn(process.execPath, [script, ...args], {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (status) => resolve({ name, status, output }));
  });
}

if (staged.length > 0) preCommit().then((status) => (process.exitCode = status));
