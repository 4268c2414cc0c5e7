import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { reportFindings } from './report-findings';
import { nodeProgram, type ProgramRun, runProgram } from './run-program';
import { type Finding, sarifLog } from './sarif';
import type { BuildPlace, StepOutcome } from './step';

/** A file that ESLint has looked at, as its `json` format writes it. */
export interface LintedFile {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string | null;
    /** 2 is an error. */
    readonly severity: number;
    readonly message: string;
    readonly line?: number;
    readonly column?: number;
  }[];
}

const ESLINT = 'node_modules/eslint/bin/eslint.js';
const PRETTIER = 'node_modules/prettier/bin/prettier.cjs';
/** A file that every rule for TypeScript applies to. */
const TYPICAL_FILE = 'main.ts';

/** ESLint and Prettier over everything. */
export async function lint(place: BuildPlace): Promise<StepOutcome> {
  const format = await runProgram(nodeProgram(PRETTIER, '--list-different', '.'), { folder: place.project });
  const eslint = await runEslint(place, []);
  if (typeof eslint === 'string' || format.exitCode > 1) return broken(eslint, format, place);
  const logs = [
    sarifLog('eslint', lintFindings(eslint.files, place.project), eslint.rules),
    sarifLog('prettier', formatFindings(format.out), ['format']),
  ];
  return reportFindings('lint', logs, place);
}

/** The security rules alone (eslint.sast.config.mjs). */
export async function sast(place: BuildPlace): Promise<StepOutcome> {
  const eslint = await runEslint(place, ['--config', 'eslint.sast.config.mjs']);
  if (typeof eslint === 'string') return broken(eslint, undefined, place);
  const findings = lintFindings(eslint.files, place.project);
  return reportFindings('sast', [sarifLog('eslint-security', findings, eslint.rules)], place);
}

/** What ESLint found; a message without a rule is a file that it could not read. */
export function lintFindings(files: readonly LintedFile[], project: string): Finding[] {
  return files.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, severity, message, line, column }) => ({
      rule: ruleId ?? 'parse-error',
      level: severity === 2 ? ('error' as const) : ('warning' as const),
      message,
      file: relative(project, filePath).replaceAll('\\', '/'),
      line: line ?? 1,
      column: column ?? 1,
    })),
  );
}

/** The files that `prettier --list-different` names. */
export function formatFindings(output: string): Finding[] {
  const files = output.split(/\r?\n/).filter((line) => line !== '');
  const message = 'is not formatted: npx prettier --write it';
  return files.map((file) => ({ rule: 'format', level: 'error', message, file, line: 1, column: 1 }));
}

/** A sentence when ESLint itself did not work. */
async function runEslint(
  { project }: BuildPlace,
  args: readonly string[],
): Promise<{ files: LintedFile[]; rules: string[] } | string> {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-eslint-'));
  const output = join(folder, 'eslint.json');
  try {
    const options = { folder: project };
    const [config, found] = await Promise.all([
      runProgram(nodeProgram(ESLINT, ...args, '--print-config', TYPICAL_FILE), options),
      runProgram(nodeProgram(ESLINT, ...args, '--format', 'json', '--output-file', output, '.'), options),
    ]);
    if (config.exitCode !== 0 || found.exitCode > 1) return `${config.err}${found.err}`;
    const files = JSON.parse(readFileSync(output, 'utf8')) as LintedFile[];
    return { files, rules: rulesOn(JSON.parse(config.out) as { rules: Record<string, unknown> }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rulesOn({ rules }: { readonly rules: Readonly<Record<string, unknown>> }): string[] {
  const severity = (setting: unknown): unknown => (Array.isArray(setting) ? setting[0] : setting);
  return Object.keys(rules).filter((rule) => ![0, 'off'].includes(severity(rules[rule]) as number | string));
}

function broken(eslint: unknown, format: ProgramRun | undefined, { say }: BuildPlace): StepOutcome {
  if (typeof eslint === 'string') say(eslint);
  say(format?.err ?? '');
  return { result: 'failed', findings: 1, reports: [], note: 'the linter could not run' };
}
