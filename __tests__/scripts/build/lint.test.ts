import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { formatFindings, lintFindings, type LintedFile } from '../../../scripts/build/lint';

const PROJECT = resolve(__dirname, '..', '..', '..');
const ESLINT = join(PROJECT, 'node_modules', 'eslint', 'bin', 'eslint.js');

/** The rules that SAST breaks on, in code that stands in compiler/. */
function sastOf(code: string): (string | null)[] {
  const args = ['--config', 'eslint.sast.config.mjs', '--format', 'json', '--stdin'];
  const { stdout } = spawnSync(
    process.execPath,
    [ESLINT, ...args, '--stdin-filename', 'compiler/planted.ts'],
    {
      cwd: PROJECT,
      input: code,
      encoding: 'utf8',
    },
  );
  const files = JSON.parse(stdout) as LintedFile[];
  return lintFindings(files, PROJECT).map(({ rule }) => rule);
}

describe('eslint.sast.config.mjs', () => {
  const PLANTED = `
    import { exec } from 'node:child_process';
    import { createHash } from 'node:crypto';
    import * as fs from 'node:fs';
    import * as https from 'node:https';
    export const run = (name: string) => exec('rm -rf ' + name);
    export const load = (name: string) => require(name);
    export const go = (code: string) => eval(code);
    export const match = (text: string, pattern: string) => new RegExp(pattern).test(text);
    export const slow = (text: string) => /^(a+)+$/.test(text);
    export const open = (file: string) => fs.chmodSync(file, 0o777);
    export const agent = https.request({ host: 'x', rejectUnauthorized: false });
    export const token = () => Math.random().toString(36);
    export const digest = (text: string) => createHash('md5').update(text).digest('hex');
  `;

  it('eslint.sast.config.mjs finds what was planted, each by its rule', () => {
    const rules = new Set(sastOf(PLANTED));
    const wanted = [
      'security/detect-child-process',
      'security/detect-non-literal-require',
      'security/detect-eval-with-expression',
      'security/detect-non-literal-regexp',
      'regexp/no-super-linear-backtracking',
      'sonarjs/file-permissions',
      'sonarjs/unverified-certificate',
      'sonarjs/pseudo-random',
      'sonarjs/hashing',
    ];
    expect(wanted.filter((rule) => !rules.has(rule))).toEqual([]);
  }, 60_000);

  it('eslint.sast.config.mjs finds nothing in what is harmless', () => {
    const code = 'export const isWord = (text: string) => /^[a-z]+$/.test(text);\n';
    expect(sastOf(code)).toEqual([]);
  }, 60_000);
});

describe('lintFindings()', () => {
  it('lintFindings() tells errors from warnings, and a file that cannot be read from a rule', () => {
    const at = { message: 'no', line: 2, column: 5 };
    const files = [
      { filePath: '/p/a/b.ts', messages: [{ ...at, ruleId: 'eqeqeq', severity: 2 }] },
      { filePath: '/p/c.ts', messages: [{ ...at, ruleId: 'no-x', severity: 1 }] },
      { filePath: '/p/d.ts', messages: [{ ruleId: null, severity: 2, message: 'broken' }] },
    ];
    expect(lintFindings(files, '/p')).toEqual([
      { rule: 'eqeqeq', level: 'error', message: 'no', file: 'a/b.ts', line: 2, column: 5 },
      { rule: 'no-x', level: 'warning', message: 'no', file: 'c.ts', line: 2, column: 5 },
      { rule: 'parse-error', level: 'error', message: 'broken', file: 'd.ts', line: 1, column: 1 },
    ]);
  });
});

describe('formatFindings()', () => {
  it('formatFindings() has an error for each file that Prettier names', () => {
    expect(formatFindings('a.ts\ncli/b.ts\n').map(({ file, level }) => `${file} ${level}`)).toEqual([
      'a.ts error',
      'cli/b.ts error',
    ]);
    expect(formatFindings('')).toEqual([]);
  });
});
