import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ListApplicationsCommand } from '@aws-sdk/client-appconfig';
import type { Project, Target } from '../../compiler/project';
import { selectorOf } from '../../compiler/targets';
import { type AppConfigClients, connectAppConfig } from '../../release/appconfig/appconfig-clients';
import { readAccess } from '../../release/read-access';
import { refusalOf } from '../../release/refusal';
import type { AppConfigAccess } from '../../release/terraform/stack-folder';
import { casesThatFit } from '../cases-that-fit';
import type { Input, Io } from '../command';
import { CommandError, EXIT, type ExitCode } from '../exit-codes';
import { junitReport, type ReportedCase } from '../junit-report';
import { loadDefinitions } from '../load-definitions';
import { releaseExit } from '../releases/release-exit';
import { requiredTarget } from '../required-target';
import { DEFAULT_MINUTES } from './test-options';

/** Deployment Pipeline Reference Architecture: what comes after the build gives its answer within half an hour. */
const LONGEST_MINUTES = 30;
/** What a test has found out about one thing; where no place is given, the environment file stands for it. */
export type TestCase = Pick<ReportedCase, 'name' | 'failures' | 'notes' | 'isSkipped'> &
  Partial<Pick<ReportedCase, 'suite' | 'file' | 'line'>>;

/** What a test is run on: a target as its clients reach it, by names. */
export interface TestedTarget {
  readonly project: Project;
  readonly target: Target;
  readonly access: AppConfigAccess;
  readonly clients: AppConfigClients;
  /** Aborted by ctrl-C, and when the time is over. */
  readonly signal: AbortSignal;
}

export type TargetTest = (tested: TestedTarget) => Promise<readonly TestCase[]>;

/** Runs a test of `<environment>/<region>`: a line for each case, a report on request, 1 when something is not in order. */
export async function testTarget(
  io: Io,
  input: Input,
  { kind, test }: { readonly kind: string; readonly test: TargetTest },
): Promise<ExitCode> {
  const limit = AbortSignal.timeout(minutesOf(input.options['minutes']) * 60_000);
  const project = loadDefinitions(io, input.root);
  const target = requiredTarget(project, input.args[0]);
  const { account } = target.environment;
  const access = readAccess(target.environment, { account, region: target.region }, io.env);
  const clients = connectAppConfig(access);
  try {
    const signal = AbortSignal.any([io.signal, limit]);
    const cases = await test({ project, target, access, clients, signal });
    // Whoever interrupts gets no verdict: it would be of a part.
    if (io.signal.aborted) return interrupted(io, kind);
    return told(io, input, { kind, target, cases: limit.aborted ? [...cases, tooLong(input)] : cases });
  } catch (error) {
    if (io.signal.aborted) return interrupted(io, kind);
    if (!limit.aborted) throw releaseExit(error);
    return told(io, input, { kind, target, cases: [tooLong(input)] });
  } finally {
    clients.destroy();
  }
}

function interrupted(io: Io, kind: string): ExitCode {
  io.err(`\ninterrupted: the ${kind} test has no result\n`);
  return EXIT.interrupted;
}

/** Ends a test before it has begun where nobody answers: load on nobody measures nothing. */
export async function requireAnswer({ clients, signal }: TestedTarget): Promise<void> {
  try {
    await clients.control.send(new ListApplicationsCommand({ MaxResults: 1 }), { abortSignal: signal });
  } catch (error) {
    findingOf(error);
  }
}

/** What AWS answers to somebody is a finding; that nobody answers is a missing prerequisite and ends the test. */
export function findingOf(error: unknown): string {
  const refusal = refusalOf(error);
  if (refusal?.kind !== 'refused') throw error;
  return refusal.text;
}

/** A number that a person has given. */
export function numberOption(
  name: string,
  value: Input['options'][string],
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const number = /^\d+(\.\d+)?$/.test(String(value)) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  throw new CommandError(
    EXIT.usage,
    `--${name} is ${String(value)}, a number from ${least} to ${most} is possible`,
  );
}

/** Writes a file that a person has asked for, with the folders that it needs. */
export function writeAsked(what: string, file: string, text: string): void {
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    writeFileSync(resolve(file), text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(EXIT.usage, `${what} cannot be written: ${reason}`);
  }
}

interface Told {
  readonly kind: string;
  readonly target: Target;
  readonly cases: readonly TestCase[];
}

function told(io: Io, { options }: Input, { kind, target, cases }: Told): ExitCode {
  for (const one of cases) io.out(lineOf(one));
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const skipped = cases.filter(({ isSkipped }) => isSkipped === true).length;
  const rest = skipped > 0 ? `, ${skipped} skipped` : '';
  io.err(`${cases.length - failed - skipped} passed, ${failed} failed${rest}\n`);
  if (typeof options['report'] === 'string') {
    const { file } = target.environment.at;
    const suite = `${kind} ${selectorOf(target)}`;
    const reported = cases.map((one) => ({ suite, file, line: 1, ...one }));
    const report = junitReport(kind, casesThatFit(reported));
    writeAsked('the report', options['report'], report);
  }
  return failed === 0 ? EXIT.done : EXIT.notInOrder;
}

function lineOf({ name, failures, notes = [], isSkipped }: TestCase): string {
  const word = failures.length > 0 ? 'FAIL' : isSkipped === true ? 'skip' : 'ok  ';
  const details = [...failures, ...notes].map((detail) => `     ${detail}\n`);
  return `${word} ${name}\n${details.join('')}`;
}

function tooLong({ options }: Input): TestCase {
  const minutes = String(options['minutes'] ?? DEFAULT_MINUTES);
  return { name: 'is done in time', failures: [`it was not over after ${minutes} minutes`] };
}

function minutesOf(option: Input['options'][string]): number {
  return numberOption('minutes', option ?? DEFAULT_MINUTES, { least: 0.01, most: LONGEST_MINUTES });
}
