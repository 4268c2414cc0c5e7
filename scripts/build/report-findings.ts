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
  for (const finding of findings) place.say(formatFinding(finding));
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.length - errors;
  return {
    result: errors === 0 ? 'passed' : 'failed',
    findings: errors,
    reports: [junit, sarif],
    ...(warnings > 0 && { note: `${warnings} warning${warnings === 1 ? '' : 's'}` }),
  };
}

/** Answers with the report's name, relative to the project. */
export function writeReport({ reports }: BuildPlace, name: string, text: string): string {
  const file = join(reports, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return `reports/${name}`;
}

function formatFinding({ file, line, column, level, rule, message }: Finding): string {
  return `${file}:${line}:${column}  ${level}  ${rule}\n  ${message.replaceAll('\n', '\n  ')}\n`;
}
