import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runSteps, stepsNamed } from './build';
import { formatSummary } from './format-summary';
import type { StepRecord } from './step';

/** The build's steps that a commit must pass; every test runs after them, and main.test.ts synthesizes. */
const STEPS = ['secrets', 'compile', 'lint', 'sast', 'sca', 'licences', 'sbom', 'specs'];
const COUNTS = /^(\d+) passed, (\d+) failed, (\d+) skipped$/;
const NO_COUNTS = '0 passed, 1 failed, 0 skipped';

/** `npm run check`: what CI runs, to its end even after something red. The last line counts steps and tests. */
export async function check(project: string, jestArgs: readonly string[]): Promise<number> {
  const steps = stepsNamed(STEPS).filter((step) => step !== undefined);
  const say = (text: string): void => void process.stderr.write(text);
  const place = { project, reports: join(project, 'reports'), allTests: true, say };
  const records = await runSteps({ steps, keepGoing: true, noSkip: false }, place);
  process.stdout.write(`\n${formatSummary(records)}\n== tests\n`);
  const tests = await runTests(project, jestArgs);
  const isRed = records.some(({ result }) => result === 'failed') || tests.exitCode !== 0;
  process.stdout.write(`\n${formatSummary(records)}${totalOf(records, tests.line)}\n`);
  return tests.exitCode === 130 ? 130 : isRed ? 1 : 0;
}

/** The counts of the tests and of the steps, as one line that machines read. */
export function totalOf(records: readonly StepRecord[], testLine: string): string {
  const counts = COUNTS.exec(testLine) ?? COUNTS.exec(NO_COUNTS) ?? [];
  const [passed, failed, skipped] = (['passed', 'failed', 'skipped'] as const).map(
    (result, index) => Number(counts[index + 1]) + records.filter((one) => one.result === result).length,
  );
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Only the line with the counts comes on its stdout; jest tells people on stderr. */
function runTests(project: string, args: readonly string[]): Promise<{ exitCode: number; line: string }> {
  return new Promise((resolve) => {
    const script = join(project, 'scripts', 'test.js');
    const child = spawn(process.execPath, [script, ...args], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.on('close', (code, signal) => {
      const exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
      resolve({ exitCode, line: out.trim().split('\n').at(-1) ?? '' });
    });
  });
}
