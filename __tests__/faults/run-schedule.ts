import { deployStack } from '../../release/deploy';
import { redeployStack } from '../../release/redeploy';
import { Violation } from './invariants';
import { type Act, type Schedule, describeAct } from './schedule';
import type { FaultKind } from './steps';
import { type Flow, type Outcome, Simulation, outcomeName } from './simulation';

export interface Ran {
  readonly violation?: Violation;
  /** How the acts ended, for statistics: a simulation in which everything is killed proves nothing. */
  readonly outcomes: readonly string[];
  /** Empty unless it was asked for. */
  readonly trace: readonly string[];
}

export const REAL_FLOW: Flow = { deployStack, redeployStack };
/** Longer than any rollout with its bake and any alarm. */
const QUIET_MINUTES = 240;
const QUIET: Pick<Act, 'change' | 'touches' | 'faults'> = { change: 'none', touches: [], faults: [] };
const NEEDS_REASON: readonly FaultKind[] = ['alarm', 'stopped', 'foreign'];

/** Plays one schedule to its end, and then what a person would do to get everything right again. */
export async function runSchedule(schedule: Schedule, flow = REAL_FLOW, isTraced = false): Promise<Ran> {
  const simulation = new Simulation(schedule, isTraced);
  const outcomes: string[] = [];
  try {
    for (const [index, act] of schedule.acts.entries()) {
      simulation.note(`act ${index}: ${describeAct(act)}`);
      outcomes.push(outcomeName(await play(simulation, flow, act)));
    }
    await endWell(simulation, flow);
    return { outcomes, trace: simulation.trace };
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    return { outcomes, trace: simulation.trace, violation: error };
  } finally {
    simulation.appConfig.close();
  }
}

/** One act: time passes, a commit lands, the stacks are released in order until one of them fails. */
async function play(
  simulation: Simulation,
  flow: Flow,
  act: Omit<Act, 'afterMinutes'> & { afterMinutes?: number },
): Promise<Outcome> {
  const { invariants, appConfig } = simulation;
  appConfig.advance(act.afterMinutes ?? 0);
  if (act.kind === 'release') simulation.commit(act);
  invariants.isMisled = false;
  invariants.isRedeploy = act.kind === 'redeploy';
  const process = new AbortController();
  const steps = simulation.steps(act.faults, process);
  for (const profile of simulation.schedule.profiles) {
    const outcome = await simulation.release(flow, profile, {
      steps,
      process,
      isRedeploy: act.kind === 'redeploy',
    });
    simulation.note(
      `  ${profile}: ${outcomeName(outcome)}${typeof outcome === 'string' ? '' : `, ${outcome.error.message}`}`,
    );
    checkOutcome(simulation, { profile, outcome, hasErred: steps.hasErred });
    const isNothing = act.kind === 'redeploy' && outcomeName(outcome) === 'usage';
    if (outcome !== 'green' && !isNothing) return outcome;
  }
  return 'green';
}

interface Ended {
  readonly profile: 'flags' | 'operations';
  readonly outcome: Outcome;
  readonly hasErred: boolean;
}

function checkOutcome(simulation: Simulation, { profile, outcome, hasErred }: Ended): void {
  const { invariants } = simulation;
  if (outcome === 'green') {
    requireServed(simulation, profile);
    if (!hasErred) requirePruned(simulation, profile);
  } else if (outcome !== 'killed' && !isSentence(outcome.error)) {
    invariants.break('every refusal is a sentence', outcome.error.stack ?? outcome.error.message);
  }
  if (invariants.broken !== undefined) throw invariants.broken;
}

/** What the command line tells as it is: ours, and AWS's own. Anything else would be a stack trace. */
function isSentence(error: object): boolean {
  return 'kind' in error || '$metadata' in error;
}

function requireServed(simulation: Simulation, profile: 'flags' | 'operations'): void {
  for (const document of simulation.documents()) {
    if (document.profile !== profile) continue;
    simulation.invariants.requireServed(document, simulation.wanted(document));
  }
}

/** The newest ones, and beyond them only what is served, was served before, or is on its way. */
function requirePruned(simulation: Simulation, profile: 'flags' | 'operations'): void {
  const most = simulation.schedule.keepVersions + 3;
  for (const { component } of simulation.documents()) {
    const stored = simulation.appConfig.stored(component, profile).length;
    if (stored > most)
      simulation.invariants.break(
        'old versions are pruned',
        `${component} ${profile}: ${stored} versions are stored`,
      );
  }
}

/** The faults are over: the same again, or a redeploy with a reason, or a new commit must reach what is wanted. */
async function endWell(simulation: Simulation, flow: Flow): Promise<void> {
  simulation.note('the faults are over');
  simulation.appConfig.endAlarms();
  // A plain run heals everything but a document that did not last; for that a person has to give a reason.
  const hasBad = simulation.schedule.acts.some(({ faults }) =>
    faults.some(({ what }) => NEEDS_REASON.includes(what)),
  );
  const kinds = hasBad
    ? (['release', 'redeploy', 'release', 'redeploy', 'release'] as const)
    : (['release'] as const);
  for (const kind of kinds) {
    const outcome = await play(simulation, flow, { ...QUIET, kind, afterMinutes: QUIET_MINUTES });
    if (kind === 'release' && outcome === 'green') return doNothing(simulation, flow);
  }
  throw new Violation('an undisturbed run ends well', `${kinds.join(', ')}: the last one is red, too`);
}

async function doNothing(simulation: Simulation, flow: Flow): Promise<void> {
  const before = simulation.appConfig.changes;
  const outcome = await play(simulation, flow, { ...QUIET, kind: 'release' });
  if (outcome !== 'green' || simulation.appConfig.changes > before)
    throw new Violation('a second run does nothing', `it was ${outcomeName(outcome)}`);
}
