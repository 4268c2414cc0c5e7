import { compileDocuments } from '../../compiler/compile-documents';
import type { Json } from '../../compiler/project';
import { differences, expectedServed } from '../../release/appconfig/verify-served';
import { builtInFault } from './built-in-fault';
import type { Input, Io, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { experimentFault } from './experiment-fault';
import { describeMeasures, measurePolls, type Measures, regressions, type Tolerance } from './measure-polls';
import { commandFault } from './outside-fault';
import { type Load, PollLoad } from './poll-under-load';
import { numberOption, requireAnswer, testTarget, type TestCase, type TestedTarget } from './target-test';
import { loadOf } from './test-performance';
import { type Fault, underFault } from './under-fault';

const DEFAULT_FAULT = 'drop:50';
/** Clients start sessions anew; afterwards everything has to be as it was. */
const RECOVERY_SECONDS = 1;

interface Asked extends Fault {
  readonly load: Load;
  readonly tolerance: Tolerance;
}

/** What was measured before, during and after the fault. */
interface Periods {
  readonly before: Measures;
  readonly during: Measures;
  readonly after: Measures;
  /** What applications would have read at the end of the fault. */
  readonly kept: readonly string[];
  /** Why what was measured during the fault proves nothing. */
  readonly problems: readonly string[];
  /** Why the fault could not be ended. */
  readonly unended?: string;
}

/**
 * `dynconf test resilience <target>`: a fault under load, compared with the period before.
 *
 * Applications keep the last good configuration whatever happens to their polls. A fault outside (AWS FIS, a command)
 * must not be felt: redundancy absorbs it. The built-in one has to be felt, or the test would prove nothing.
 */
export const run: Run = (io, input) =>
  testTarget(io, input, {
    kind: 'resilience',
    test: (tested) => breakIt(io, tested, askedOf(io, input, tested)),
  });

async function breakIt(io: Io, tested: TestedTarget, asked: Asked): Promise<TestCase[]> {
  await requireAnswer(tested);
  const clients = new PollLoad(tested, asked.load, asked.inside?.between);
  try {
    const periods = await measureAll(io, asked, { tested, clients });
    return tested.signal.aborted ? [] : judge(asked, periods);
  } finally {
    clients.close();
  }
}

async function measureAll(
  io: Io,
  asked: Asked,
  { tested, clients }: { readonly tested: TestedTarget; readonly clients: PollLoad },
): Promise<Periods> {
  const { seconds } = asked.load;
  const measure = async (): Promise<Measures> => measurePolls(await clients.run(seconds));
  const recover = (): Promise<unknown> => clients.run(Math.min(RECOVERY_SECONDS, seconds));
  await recover();
  const before = await measure();
  // Whoever interrupts now wants no fault.
  tested.signal.throwIfAborted();
  const { found, ...rest } = await underFault(io, asked, async () => {
    const during = await measure();
    return { during, kept: problemsOfClients(tested, clients) };
  });
  await recover();
  return { before, ...found, ...rest, after: await measure() };
}

function judge({ inside, outside, tolerance }: Asked, periods: Periods): TestCase[] {
  const { before, during, after, kept, problems, unended } = periods;
  const calm: TestCase = {
    name: 'all is well before the fault',
    failures: before.errorPercent > 1 ? [`${before.errorPercent} % of polls fail already`] : [],
    notes: [describeMeasures(before)],
  };
  const deviations = regressions(before, during, tolerance);
  const felt: TestCase = inside
    ? {
        name: `the fault is felt: ${inside.describe}`,
        failures:
          deviations.length === 0 ? ['nothing deviates from the period before: nothing was tested'] : [],
        notes: [describeMeasures(during), ...deviations],
      }
    : {
        name: `the fault is absorbed: ${outside?.describe ?? ''}`,
        failures: [...problems, ...deviations],
        notes: [describeMeasures(during)],
      };
  return [
    calm,
    felt,
    { name: 'applications keep their last good configuration during the fault', failures: kept },
    ...(unended === undefined ? [] : [{ name: 'the fault is ended', failures: [unended] }]),
    {
      name: 'all is as before afterwards',
      failures: regressions(before, after, tolerance),
      notes: [describeMeasures(after)],
    },
  ];
}

/** Of each document, what is wrong with what its clients have. */
function problemsOfClients({ project, target }: TestedTarget, { clients }: PollLoad): string[] {
  const problems = compileDocuments(project, target).flatMap(({ application, profile, value }) => {
    const readers = clients.filter(
      ({ document }) => document.application === application && document.profile === profile,
    );
    return readers.flatMap(({ body }) => {
      if (body === undefined) return [`${application} ${profile}: a client has nothing`];
      const different = differences(JSON.parse(body) as Json, expectedServed(profile, value));
      return different.map((one) => `${application} ${profile}: ${one}`);
    });
  });
  return [...new Set(problems)];
}

function askedOf(io: Io, { options }: Input, { target }: TestedTarget): Asked {
  const { fault, command, end, experiment } = options;
  if ([fault, command, experiment].filter((each) => each !== undefined).length > 1) {
    throw new CommandError(EXIT.usage, 'say one of --fault, --command and --experiment');
  }
  const common = {
    load: loadOf(options),
    tolerance: {
      percent: numberOption('tolerance', options['tolerance'], { least: 0, most: 1_000 }),
      milliseconds: numberOption('noise', options['noise'], { least: 0, most: 10_000 }),
    },
  };
  if (typeof command === 'string') {
    return { ...common, outside: commandFault(io, command, typeof end === 'string' ? end : undefined) };
  }
  if (typeof experiment === 'string') {
    return { ...common, outside: experimentFault(io, experiment, target.region) };
  }
  return { ...common, inside: builtInFault(typeof fault === 'string' ? fault : DEFAULT_FAULT) };
}
