import { nodeProgram, runProgram } from './run-program';
import type { BuildPlace, StepOutcome } from './step';

const REPORT = 'reports/specs/specs.xml';

/** `dynconf specs`, with its JUnit report. */
export async function runSpecs({ project, say }: BuildPlace): Promise<StepOutcome> {
  const program = nodeProgram('scripts/dynconf.js', 'specs', '--report', REPORT);
  const { exitCode, out } = await runProgram(program, { folder: project, say });
  const failed = out.split('\n').filter((line) => line.startsWith('FAIL '));
  say(failed.map((line) => `${line}\n`).join(''));
  const findings = exitCode === 0 ? 0 : Math.max(1, failed.length);
  return { result: exitCode === 0 ? 'passed' : 'failed', findings, reports: [REPORT] };
}
