import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { casesThatFit } from '../../cli/cases-that-fit';
import { junitReport } from '../../cli/junit-report';
import { allCases, type JestRun } from './jest-to-junit';
import { writeReport } from './report-findings';
import { nodeProgram, runProgram } from './run-program';
import type { BuildPlace, StepOutcome } from './step';

const JEST = 'node_modules/jest/bin/jest.js';
/** Inside the folder of all reports. */
export const COVERAGE_REPORT = 'coverage/cobertura-coverage.xml';
export const UNIT_REPORT = 'unit-tests/unit.xml';
const COVERAGE_ARGS = ['--coverage', '--coverageDirectory=reports/coverage', '--coverageReporters=cobertura'];
/** Of lines, by the unit tests alone: below it they are not worth the name. */
const LEAST_COVERED_PERCENT = 80;
const BUILDERS = '__tests__/builders';
/** What else starts a program that is not ours: Terraform, a fake AWS. */
const STARTERS = ['scripts/validate-fleet.ts', `${BUILDERS}/moto.ts`];

/** Jest with JUnit and Cobertura reports: the unit tests, or with --all-tests those that need other programs, too. */
export async function runUnitTests(place: BuildPlace): Promise<StepOutcome> {
  const { project, allTests, say } = place;
  const output = join(place.reports, 'jest.json');
  mkdirSync(place.reports, { recursive: true });
  rmSync(output, { force: true });
  const left = allTests ? [] : await testsWithOutsideNeeds(project);
  const args = ['--json', `--outputFile=${output}`, '--testLocationInResults', ...COVERAGE_ARGS];
  const ignored =
    left.length === 0 ? [] : ['--testPathIgnorePatterns', '/node_modules/', ...left.map(exactly)];
  const { exitCode } = await runProgram(nodeProgram(JEST, ...args, ...ignored), { folder: project, say });
  if (!existsSync(output)) {
    return { result: 'failed', findings: 1, reports: [], note: 'jest wrote no results' };
  }
  const cases = allCases(JSON.parse(readFileSync(output, 'utf8')) as JestRun, project);
  const report = writeReport(place, UNIT_REPORT, junitReport('unit', casesThatFit(cases)));
  const full = writeReport(place, 'junit/unit.xml', junitReport('unit', cases));
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const outcome = {
    reports: [report, `reports/${COVERAGE_REPORT}`, full],
    ...judged(readCoverage(place.reports), left.length),
  };
  if (exitCode === 0) return outcome;
  return { ...outcome, result: 'failed', findings: Math.max(1, failed) };
}

/** Tests that pass are not enough when they run too little of the code. */
export function judged(percent: number | undefined, left: number): Omit<StepOutcome, 'reports'> {
  const isTooLittle = percent === undefined || percent < LEAST_COVERED_PERCENT;
  const covered = percent === undefined ? 'no coverage' : `${percent} % of lines covered`;
  const least = isTooLittle ? `, at least ${LEAST_COVERED_PERCENT} % are asked for` : '';
  const rest = left === 0 ? '' : `; ${left} test files that need Terraform or moto wait for npm test`;
  const note = `${covered}${least}${rest}`;
  return isTooLittle ? { result: 'failed', findings: 1, note } : { result: 'passed', findings: 0, note };
}

/** Test files that need a program from outside: whatever imports a builder called `…-prerequisite`, or what starts one. */
export async function testsWithOutsideNeeds(project: string): Promise<string[]> {
  const builders = readdirSync(join(project, BUILDERS)).filter((file) => file.endsWith('-prerequisite.ts'));
  const sources = [...builders.map((file) => `${BUILDERS}/${file}`), ...STARTERS];
  const command = nodeProgram(JEST, '--listTests', '--findRelatedTests', ...sources);
  const { out } = await runProgram(command, { folder: project });
  return out.split('\n').filter((line) => line.endsWith('.test.ts'));
}

/** The share of lines that a Cobertura report says were run, in per cent. */
export function coveredLines(cobertura: string): number | undefined {
  const rate = /<coverage[^>]*\sline-rate="([\d.]+)"/.exec(cobertura)?.[1];
  return rate === undefined ? undefined : Math.round(Number(rate) * 1000) / 10;
}

function exactly(file: string): string {
  return `${file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
}

function readCoverage(reports: string): number | undefined {
  const file = join(reports, COVERAGE_REPORT);
  return existsSync(file) ? coveredLines(readFileSync(file, 'utf8')) : undefined;
}
