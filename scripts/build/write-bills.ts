import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockedProvider } from '../../release/terraform/locked-provider';
import { type Bill, settledBill, withTerraformProvider } from './bill-of-materials';
import { writeReport } from './report-findings';
import { runProgram } from './run-program';
import type { BuildPlace, StepOutcome } from './step';

const FORMATS = ['cyclonedx', 'spdx'] as const;

/** Both bills of materials, of the lock file alone: the same commit gives the same bytes on every machine. */
export async function writeBills(place: BuildPlace): Promise<StepOutcome> {
  const { project, say } = place;
  const when = await commitTime(project);
  const { name } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { name: string };
  const reports: string[] = [];
  for (const format of FORMATS) {
    const command = ['npm', 'sbom', '--package-lock-only', '--sbom-format', format] as const;
    const { exitCode, out, err } = await runProgram([...command], { folder: project });
    if (exitCode !== 0) {
      say(err);
      return { result: 'failed', findings: 1, reports, note: `npm writes no ${format} bill` };
    }
    const bill = withTerraformProvider(JSON.parse(out) as Bill, lockedProvider(project));
    const text = JSON.stringify(settledBill(bill, { name, when }), undefined, 2);
    reports.push(writeReport(place, `sbom/${format}.json`, `${text}\n`));
  }
  return { result: 'passed', findings: 0, reports };
}

/** When the commit was made, which is the same for everybody; the epoch outside a repository. */
async function commitTime(folder: string): Promise<string> {
  const { exitCode, out } = await runProgram(['git', 'log', '-1', '--format=%ct'], { folder });
  const seconds = exitCode === 0 ? Number(out) : 0;
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
