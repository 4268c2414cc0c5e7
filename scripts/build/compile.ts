import { reportFindings } from './report-findings';
import { nodeProgram, runProgram } from './run-program';
import { type Finding, type SarifLog, sarifLog } from './sarif';
import type { BuildPlace, StepOutcome } from './step';

const TYPE_ERROR = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/;

/** Types of the code, and every diagnostic of the definitions: what fails here fails everywhere. */
export async function compile(place: BuildPlace): Promise<StepOutcome> {
  const options = { folder: place.project };
  const [types, definitions] = await Promise.all([
    runProgram(nodeProgram('node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'), options),
    runProgram(nodeProgram('scripts/dynconf.js', 'check', '--format', 'sarif'), options),
  ]);
  const diagnostics = readLog(definitions.out);
  if (types.exitCode > 2 || diagnostics === undefined) {
    place.say(`${types.out}${types.err}${definitions.err}`);
    return { result: 'failed', findings: 1, reports: [], note: 'the compiler could not run' };
  }
  const findings = typeErrorsIn(types.out);
  const logs = [sarifLog('tsc', findings), diagnostics];
  const outcome = reportFindings('compile', logs, place);
  // What tsc says without a place in a file (a broken tsconfig.json) is no finding, and yet it is red.
  if (types.exitCode === 0 || findings.length > 0) return outcome;
  place.say(types.out);
  return { ...outcome, result: 'failed', findings: 1 };
}

/** The errors in what `tsc --pretty false` prints; the lines that explain one belong to it. */
export function typeErrorsIn(output: string): Finding[] {
  const findings: Finding[] = [];
  for (const text of output.split(/\r?\n/)) {
    const [, file = '', line, column, rule = '', message = ''] = TYPE_ERROR.exec(text) ?? [];
    const last = findings.at(-1);
    if (rule !== '') {
      findings.push({ rule, level: 'error', message, file, line: Number(line), column: Number(column) });
    } else if (last && text.startsWith(' ')) {
      findings[findings.length - 1] = { ...last, message: `${last.message}\n${text.trim()}` };
    }
  }
  return findings;
}

/** Nothing where the check could not even start. */
function readLog(text: string): SarifLog | undefined {
  try {
    return JSON.parse(text) as SarifLog;
  } catch {
    return undefined;
  }
}
