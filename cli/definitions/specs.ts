import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { runSpecs, type SpecResult } from '../../compiler/run-specs';
import { selectorOf } from '../../compiler/targets';
import { casesThatFit } from '../cases-that-fit';
import type { Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { junitReport, type ReportedCase } from '../junit-report';
import { loadDefinitions } from '../load-definitions';

/** `dynconf specs`: what the definitions promise about their flags, tried on the compiled rules. */
export const run: Run = async (io, { root, options }) => {
  const results = runSpecs(loadDefinitions(io, root));
  for (const result of results) io.out(`${formatResult(result)}\n`);
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  io.err(`${results.length - failed} passed, ${failed} failed\n`);
  const { report } = options;
  const cases = results.map(caseOf);
  const told = options['fitting'] === true ? casesThatFit(cases) : cases;
  if (typeof report === 'string') writeReport(resolve(report), told);
  return failed === 0 ? EXIT.done : EXIT.notInOrder;
};

/** One line: whether it passes, which spec in which target, and which rule decided. */
function formatResult({ flag, spec, target, evaluation, failures }: SpecResult): string {
  const name = `${flag.component}/${flag.key} in ${selectorOf(target)}: ${specName(spec)}`;
  const decided = `(${evaluation.reason})`;
  return failures.length === 0
    ? `ok   ${name} ${decided}`
    : `FAIL ${name}: ${failures.join(', ')} ${decided}`;
}

/** Its own name, or where nobody gave it one, what it is given. */
export function specName({ name, given }: SpecResult['spec']): string {
  if (name !== undefined) return name.replace(/\s+/g, ' ').trim();
  const pairs = Object.entries(given).map(([key, value]) => `${key}=${String(value)}`);
  return pairs.length > 0 ? `given ${pairs.join(' ')}` : 'given nothing';
}

function caseOf({ flag, spec, target, failures }: SpecResult): ReportedCase {
  return {
    suite: `${flag.component}/${flag.key}`,
    name: `${selectorOf(target)}: ${specName(spec)}`,
    file: spec.at.file,
    line: spec.at.line,
    failures,
  };
}

function writeReport(file: string, cases: readonly ReportedCase[]): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, junitReport('specs', cases));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(EXIT.usage, `the report cannot be written: ${reason}`);
  }
}
