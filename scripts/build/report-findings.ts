import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsIn, type Finding, mergeSarif, type SarifLog } from './sarif';
import { sarifToJunit } from './sarif-to-junit';
import type { BuildPlace, StepOutcome } from './step';

/** Of JUnit reports, inside the folder of all reports. */
export const FINDINGS_FOLDER = 'findings';

/** Writes a step's findings as SARIF and JUnit, says them, and fails when one of them is an error. */
export function reportFindings(step: string, logs: readonly SarifLog[], place: BuildPlace): StepOutcome {
  const log = mergeSarif(logs);
  const findings = findingsIn(log);
  const junit = writeReport(place, `${FINDINGS_FOLDER}/${step}.xml`, sarifToJunit(step, log));
  const sarif = writeReport(place, `sarif/${step}.sarif`, `${JSON.stringify(log, undefined, 2)}\n`);
  for (const finding of findings) if (finding.level !== 'note') place.say(formatFinding(finding));
  const [errors, warnings, notes] = (['error', 'warning', 'note'] as const).map(
    (wanted) => findings.filter(({ level }) => level === wanted).length,
  ) as [number, number, number];
  const others = [counted(warnings, 'warning'), counted(notes, 'note')].filter(Boolean).join(', ');
  return {
    result: errors === 0 ? 'passed' : 'failed',
    findings: errors,
    reports: [junit, sarif],
    ...(others !== '' && { note: others }),
  };
}

/** Answers with the report's name, relative to the project. */
export function writeReport({ reports }: BuildPlace, name: string, text: string): string {
  const file = join(reports, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return `reports/${name}`;
}

function counted(count: number, word: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

function formatFinding({ file, line, column, level, rule, message }: Finding): string {
  return `${file}:${line}:${column}  ${level}  ${rule}\n  ${message.replaceAll('\n', '\n  ')}\n`;
}
