import { type BakeOutcome, type BakeProgress, type BakeVerdict, bakeWave } from '../../release/gate/bake';
import { utcMinute } from '../../release/utc-minute';
import type { Input, Io, Run } from '../command';
import { CommandError, EXIT, type ExitCode } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';
import { namedEnvironment, namedWave } from '../named-environment';
import { namedWorkload } from '../named-workload';
import { readFormat } from '../read-format';
import { releaseExit } from './release-exit';

const EXIT_OF: Readonly<Record<BakeOutcome, ExitCode>> = {
  baked: EXIT.done,
  skipped: EXIT.done,
  alarmed: EXIT.rolledBack,
  'rolled-back': EXIT.rolledBack,
  blocked: EXIT.refused,
  'rolling-out': EXIT.refused,
};
const HEADLINES: Readonly<Record<BakeOutcome, string>> = {
  baked: 'is well',
  skipped: 'has nothing to bake',
  alarmed: 'is not well: no later wave may start',
  'rolled-back': 'does not serve what was released: no later wave may start',
  blocked: 'cannot be called well: no later wave may start',
  'rolling-out': 'is still rolling out: `npx dynconf await <stack>` first',
};
/** How often a log says how long it is still. */
const TOLD_MINUTES = 10;

/** `dynconf bake <environment> <wave>`: stays until the wave has been served long enough, and its alarms were silent. */
export const run: Run = async (io, { root, args, options }) => {
  const format = readFormat(options['format'], ['text', 'json']);
  const since = sinceOf(options['since'] ?? (io.env['DYNCONF_SINCE'] || undefined));
  const project = loadDefinitions(io, root);
  const environment = namedEnvironment(project, args[0]);
  const wave = namedWave(environment, args[1]);
  const { workload } = options;
  // Everything, unless a pipeline releases its own components only.
  const { components } = workload === undefined ? project : namedWorkload(project, workload);
  const question = { environment, wave, components, ...(since && { since }) };
  try {
    const verdict = await bakeWave(question, {
      env: io.env,
      signal: io.signal,
      onProgress: progressLines(io, `${environment.name} ${wave.name} (${wave.regions.join(', ')})`),
    });
    if (format === 'json') io.out(`${JSON.stringify(verdict, null, 2)}\n`);
    else io.err(describe(verdict));
    return EXIT_OF[verdict.outcome];
  } catch (error) {
    const again = `\`npx dynconf bake ${environment.name} ${wave.name}\` counts on from the last COMPLETE`;
    if (io.signal.aborted) io.err(`\ninterrupted: the wave is not called well; ${again}\n`);
    throw releaseExit(error);
  }
};

/** A line at the beginning, and every ten minutes. */
function progressLines({ err }: Io, wave: string): (progress: BakeProgress) => void {
  let told: number | undefined;
  return ({ until, minutesLeft }) => {
    const step = Math.ceil(minutesLeft / TOLD_MINUTES);
    if (step === told) return;
    told = step;
    err(`bake    ${wave} until ${utcMinute(until)}, ${minutesLeft} min left\n`);
  };
}

function describe({ environment, wave, regions, outcome, messages, findings }: BakeVerdict): string {
  const head = `${environment} ${wave} (${regions.join(', ')}) ${HEADLINES[outcome]}`;
  const fixes = new Set(findings.map(({ fix }) => `  fix: ${fix}`));
  return [head, ...messages.map((message) => `  ${message}`), ...fixes, ''].join('\n');
}

/** With its zone, for a time without one means another instant on another machine. */
function sinceOf(option: Input['options'][string]): Date | undefined {
  if (option === undefined) return undefined;
  const text = String(option);
  const since = new Date(text);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(text) && !Number.isNaN(since.getTime()))
    return since;
  throw new CommandError(
    EXIT.usage,
    `--since is ${text}, an instant such as 2026-11-21T15:03:00Z is possible`,
  );
}
