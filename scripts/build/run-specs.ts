import { join } from 'node:path';
import { nodeProgram, runProgram } from './run-program';
import type { BuildPlace, StepOutcome } from './step';

/** Inside the folder of all reports. */
export const SPECS_REPORT = 'specs/specs.xml';

/** `dynconf specs`, with its JUnit report. */
export async function runSpecs({ project, reports, say }: BuildPlace): Promise<StepOutcome> {
  const asked = ['specs', '--fitting', '--report', join(reports, SPECS_REPORT)];
  const program = nodeProgram('scripts/dynconf.js', ...asked);
  const { exitCode, out } = await runProgram(program, { folder: project, say });
  const failed = out.split('\n').filter((line) => line.startsWith('FAIL '));
  say(failed.map((line) => `${line}\n`).join(''));
  const findings = exitCode === 0 ? 0 : Math.max(1, failed.length);
  return { result: exitCode === 0 ? 'passed' : 'failed', findings, reports: [`reports/${SPECS_REPORT}`] };
}
