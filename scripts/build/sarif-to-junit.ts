import { junitReport, type ReportedCase } from '../../cli/junit-report';
import { findingsIn, type Finding, type SarifLog, type SarifRun } from './sarif';

/**
 * SARIF as JUnit, which CodeBuild can show: a test case for each rule that was looked for, failed where it found an error.
 *
 * Warnings and notes are told in the output of their case. A tool that names no rules has one case, which passes when it found nothing.
 */
export function sarifToJunit(name: string, log: SarifLog): string {
  return junitReport(name, log.runs.flatMap(casesOf));
}

function casesOf(run: SarifRun): ReportedCase[] {
  const { name: suite, rules = [] } = run.tool.driver;
  const findings = findingsIn({ $schema: '', version: '2.1.0', runs: [run] });
  const ids = [...new Set([...rules.map(({ id }) => id), ...findings.map(({ rule }) => rule)])];
  if (ids.length === 0) return [{ suite, name: 'finds nothing', file: '.', line: 1, failures: [] }];
  return ids.map((id) =>
    caseOf(
      suite,
      id,
      findings.filter(({ rule }) => rule === id),
    ),
  );
}

function caseOf(suite: string, name: string, findings: readonly Finding[]): ReportedCase {
  const errors = findings.filter(({ level }) => level === 'error');
  const others = findings.filter(({ level }) => level !== 'error');
  const [first] = errors.length > 0 ? errors : others;
  return {
    suite,
    name,
    file: first?.file ?? '.',
    line: first?.line ?? 1,
    failures: errors.map(sentence),
    notes: others.map(sentence),
  };
}

function sentence({ file, line, column, message }: Finding): string {
  return `${file}:${line}:${column} ${message}`;
}
