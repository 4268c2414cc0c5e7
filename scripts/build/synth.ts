import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodeProgram, runProgram } from './run-program';
import type { BuildPlace, StepOutcome } from './step';

/** Writes every stack into an empty folder: what an earlier synth left there is not part of this commit. */
export async function synth({ project, say }: BuildPlace): Promise<StepOutcome> {
  const outdir = cdktfOut();
  rmSync(resolve(project, outdir), { recursive: true, force: true });
  // An environment that somebody has chosen at this desk is no choice of the build.
  const env = { CDKTF_OUTDIR: outdir, DYNCONF_ENVIRONMENTS: undefined };
  const { exitCode, out } = await runProgram(nodeProgram('scripts/app.js'), { folder: project, say, env });
  say(out);
  return {
    result: exitCode === 0 ? 'passed' : 'failed',
    findings: exitCode === 0 ? 0 : 1,
    reports: [outdir],
  };
}

/** Where the stacks are, as cdktf is told. */
export function cdktfOut(): string {
  return process.env['CDKTF_OUTDIR'] || 'cdktf.out';
}
