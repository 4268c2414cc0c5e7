import { nodeProgram, runProgram } from './run-program';
import type { BuildPlace, StepOutcome } from './step';
import { cdktfOut } from './synth';

/** `dynconf artifact create`, and at once the check that every later action makes of it. */
export async function makeArtifact({ project, say }: BuildPlace): Promise<StepOutcome> {
  const dynconf = (...args: string[]) =>
    runProgram(nodeProgram('scripts/dynconf.js', ...args, '--cdktf-out', cdktfOut()), {
      folder: project,
      say,
    });
  const created = await dynconf('artifact', 'create');
  if (created.exitCode !== 0) return { result: 'failed', findings: 1, reports: [] };
  const digest = created.out.trim();
  const verified = await dynconf('verify', 'artifact', '--digest', digest);
  const isIntact = verified.exitCode === 0;
  if (!isIntact) say(verified.out);
  return {
    result: isIntact ? 'passed' : 'failed',
    findings: isIntact ? 0 : 1,
    reports: [cdktfOut()],
    note: digest,
  };
}
