import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { NoFileList, projectFiles } from './project-files';
import { reportFindings } from './report-findings';
import { nodeProgram, runProgram } from './run-program';
import { type Finding, sarifLog } from './sarif';
import type { BuildPlace, StepOutcome } from './step';

/** A file that secretlint has looked at, as its `json` format writes it. */
export interface ScannedFile {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string;
    readonly severity: string;
    readonly message: string;
    readonly loc: { readonly start: { readonly line: number; readonly column: number } };
  }[];
}

/** secretlint over every file of the revision. */
export async function findSecrets(place: BuildPlace): Promise<StepOutcome> {
  const { project, say } = place;
  try {
    const scanned = await scan(project, await projectFiles(project));
    return reportFindings('secrets', [sarifLog('secretlint', secretFindings(scanned, project))], place);
  } catch (error) {
    if (!(error instanceof NoFileList)) throw error;
    say(error.message);
    return { result: 'failed', findings: 1, reports: [], note: 'git does not say which files it tracks' };
  }
}

async function scan(project: string, files: readonly string[]): Promise<ScannedFile[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-secrets-'));
  const output = join(folder, 'secrets.json');
  // No file that names other files keeps them from being looked at.
  const args = [
    '--no-glob',
    '--secretlintignore=',
    '--maskSecrets',
    '--format',
    'json',
    '--output',
    output,
    ...files,
  ];
  const command = nodeProgram('node_modules/secretlint/bin/secretlint.js', ...args);
  try {
    const { exitCode, err } = await runProgram(command, { folder: project });
    if (exitCode > 1) throw new Error(`secretlint could not run: ${err}`);
    return JSON.parse(readFileSync(output, 'utf8')) as ScannedFile[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What secretlint found, without the secret itself: a report is read by more people than the file. */
function secretFindings(files: readonly ScannedFile[], project: string): Finding[] {
  return files.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, severity, message, loc }) => ({
      rule: ruleId,
      level: severity === 'error' ? ('error' as const) : ('warning' as const),
      message,
      file: relative(project, filePath).replaceAll('\\', '/'),
      line: loc.start.line,
      // Columns from 0, as in the syntax trees of textlint.
      column: loc.start.column + 1,
    })),
  );
}
