import { reportFindings } from './report-findings';
import { nodeProgram, runProgram } from './run-program';
import type { SarifLog } from './sarif';
import type { BuildPlace, StepOutcome } from './step';
import { cdktfOut } from './synth';

/** `dynconf verify policies` over the stacks that were synthesized. */
export async function checkPolicies(place: BuildPlace): Promise<StepOutcome> {
  const args = ['verify', 'policies', '--cdktf-out', cdktfOut(), '--format', 'sarif'];
  const { exitCode, out, err } = await runProgram(nodeProgram('scripts/dynconf.js', ...args), {
    folder: place.project,
  });
  place.say(err);
  if (exitCode > 1) {
    return { result: 'failed', findings: 1, reports: [], note: 'the policies could not be checked' };
  }
  return reportFindings('policies', [JSON.parse(out) as SarifLog], place);
}
