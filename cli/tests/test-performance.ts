import { resolve } from 'node:path';
import { selectorOf } from '../../compiler/targets';
import type { Input, Io, Run } from '../command';
import { describeMeasures, measurePolls, regressions, type Tolerance } from './measure-polls';
import {
  type Baseline,
  BASELINE_FILE,
  baselineEntry,
  readBaseline,
  saveBaseline,
  writeEntry,
} from './performance-baseline';
import { type Load, PollLoad } from './poll-under-load';
import { numberOption, requireAnswer, testTarget, type TestCase, type TestedTarget } from './target-test';

/** With nothing to compare with, this many failed polls are too many. */
const MOST_ERRORS_PERCENT = 1;
/** Sessions, connections and compiled code are there afterwards. */
const WARM_UP_SECONDS = 1;

interface Asked {
  readonly load: Load;
  readonly tolerance: Tolerance;
  readonly baselineFile: string;
  readonly saves: boolean;
  /** Nothing to compare with is a failure, too. */
  readonly requiresBaseline: boolean;
  /** Where the report goes. */
  readonly report?: string;
}

/**
 * `dynconf test performance <target>`: clients poll for a bounded time, and what they have met is compared with an
 * earlier run.
 */
export const run: Run = (io, input) => {
  const asked = askedOf(input);
  return testTarget(io, input, { kind: 'performance', test: (tested) => perform(io, tested, asked) });
};

async function perform(io: Io, tested: TestedTarget, asked: Asked): Promise<TestCase[]> {
  const { load, baselineFile, saves, report } = asked;
  await requireAnswer(tested);
  const clients = new PollLoad(tested, load);
  const target = selectorOf(tested.target);
  try {
    await clients.run(Math.min(WARM_UP_SECONDS, load.seconds));
    const polls = await clients.run(load.seconds);
    if (tested.signal.aborted) return [];
    const measured = measurePolls(polls);
    const now: Baseline = { load: kept(load), measured };
    const isWell = measured.errorPercent <= MOST_ERRORS_PERCENT;
    const entry = baselineEntry(target, now);
    const answered: TestCase = {
      name: `${load.clients} clients are answered`,
      failures: isWell ? [] : failuresOf(polls, measured.errorPercent),
      // What is broken is nothing to compare with.
      notes: [describeMeasures(measured), ...(isWell ? [`as a baseline: ${entry}`] : [])],
    };
    if (isWell && report !== undefined) writeEntry(report, entry);
    if (!saves) return [answered, compared(io, { target, now }, asked)];
    if (isWell) saveBaseline(baselineFile, target, now);
    return [answered];
  } finally {
    clients.close();
  }
}

interface Measured {
  readonly target: string;
  readonly now: Baseline;
}

function compared(io: Io, { target, now }: Measured, { baselineFile, tolerance, ...asked }: Asked): TestCase {
  const name = 'as fast as before';
  const before = readBaseline(baselineFile, target);
  if (before === undefined) {
    const nothing = `${baselineFile} has nothing on ${target}: commit the entry that is printed here, or save it with --save-baseline`;
    if (asked.requiresBaseline) return { name, failures: [nothing] };
    io.err(`warning performance of ${target} is compared with nothing\n`);
    return { name, failures: [], isSkipped: true, notes: [nothing] };
  }
  if (JSON.stringify(kept(before.load)) !== JSON.stringify(now.load)) {
    const { clients, pauseMilliseconds } = before.load;
    const failures = [
      `it was measured with ${clients} clients and pauses of ${pauseMilliseconds} ms: not comparable`,
    ];
    return { name, failures };
  }
  const notes = [`before: ${describeMeasures(before.measured)}`];
  return { name, failures: regressions(before.measured, now.measured, tolerance), notes };
}

/** Without the length of the run: it changes how exact a measure is, not what it is. */
function kept({ clients, pauseMilliseconds }: Asked['load'] | Omit<Load, 'seconds'>): Omit<Load, 'seconds'> {
  return { clients, pauseMilliseconds };
}

function failuresOf(polls: readonly { readonly error?: string }[], errorPercent: number): string[] {
  const kinds = [...new Set(polls.flatMap(({ error }) => error ?? []))].slice(0, 3);
  return [`${errorPercent} % of polls fail: ${kinds.join('; ')}`];
}

function askedOf({ root, options }: Input): Asked {
  const { baseline, report } = options;
  return {
    load: loadOf(options),
    tolerance: {
      percent: numberOption('tolerance', options['tolerance'], { least: 0, most: 1_000 }),
      milliseconds: numberOption('noise', options['noise'], { least: 0, most: 10_000 }),
    },
    baselineFile: typeof baseline === 'string' ? resolve(baseline) : resolve(root, BASELINE_FILE),
    saves: options['saveBaseline'] === true,
    requiresBaseline: options['requireBaseline'] === true,
    ...(typeof report === 'string' && { report }),
  };
}

/** What a person may ask of a target; more than that is not a test of one's own share any more. */
export function loadOf(options: Input['options']): Load {
  return {
    clients: Math.round(numberOption('clients', options['clients'], { least: 1, most: 200 })),
    seconds: numberOption('seconds', options['seconds'], { least: 0.1, most: 900 }),
    pauseMilliseconds: numberOption('pause', options['pause'], { least: 1, most: 60_000 }),
  };
}
