import type { Profile } from '../../compiler/project';
import { deployStack } from '../../release/deploy/deploy';
import { redeployStack } from '../../release/deploy/redeploy';
import { Violation } from './invariants';
import { type Act, type Schedule, describeAct } from './schedule';
import type { FaultKind } from './steps';
import type { SimulatedRegion } from './simulated-region';
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
    for (const { appConfig } of simulation.regions) appConfig.close();
  }
}

/** One act: time passes, a commit lands, the stacks are released in order until one of them fails. */
async function play(simulation: Simulation, flow: Flow, act: Act): Promise<Outcome> {
  simulation.advance(act.afterMinutes);
  simulation.begin(act);
  const process = new AbortController();
  const steps = simulation.steps(act.faults, process);
  const isRedeploy = act.kind === 'redeploy';
  const stacks = simulation.regions.flatMap((region) =>
    simulation.schedule.profiles.map((profile) => ({ region, profile })),
  );
  for (const { region, profile } of stacks) {
    const outcome = await simulation.release({ flow, region, profile }, { steps, process, isRedeploy });
    const why = typeof outcome === 'string' ? '' : `, ${outcome.error.message}`;
    simulation.note(`  ${region.name} ${profile}: ${outcomeName(outcome)}${why}`);
    checkOutcome(simulation, { region, profile, outcome, hasErred: steps.hasErred });
    const isNothing = isRedeploy && outcomeName(outcome) === 'usage';
    if (outcome !== 'green' && !isNothing) return outcome;
  }
  return 'green';
}

interface Ended {
  readonly region: SimulatedRegion;
  readonly profile: Profile;
  readonly outcome: Outcome;
  readonly hasErred: boolean;
}

function checkOutcome(simulation: Simulation, { region, profile, outcome, hasErred }: Ended): void {
  const { invariants } = region;
  const documents = simulation.documents().filter((document) => document.profile === profile);
  if (outcome === 'green') {
    for (const document of documents) invariants.requireServed(document, simulation.wanted(document));
    if (!hasErred)
      for (const { component } of documents)
        invariants.requirePruned({ component, profile }, simulation.schedule.keepVersions);
  } else if (outcome !== 'killed' && !isSentence(outcome.error)) {
    invariants.break('every refusal is a sentence', outcome.error.stack ?? outcome.error.message);
  }
  for (const { broken } of [region, ...simulation.regions].map((one) => one.invariants))
    if (broken !== undefined) throw broken;
}

/** What the command line tells as it is: ours, and AWS's own. Anything else would be a stack trace. */
function isSentence(error: object): boolean {
  return 'kind' in error || '$metadata' in error;
}

/** The faults are over: the same again, or a redeploy with a reason, or a new commit must reach what is wanted. */
async function endWell(simulation: Simulation, flow: Flow): Promise<void> {
  simulation.note('the faults are over');
  for (const { appConfig } of simulation.regions) appConfig.endAlarms();
  // A plain run heals everything but a document that did not last; for that a person has to give a reason.
  const hasBad = simulation.schedule.acts.some(({ faults }) =>
    faults.some(({ what }) => NEEDS_REASON.includes(what)),
  );
  const kinds = hasBad
    ? (['release', 'redeploy', 'release', 'redeploy', 'release'] as const)
    : (['release'] as const);
  for (const kind of kinds) {
    const outcome = await play(simulation, flow, { ...QUIET, kind, afterMinutes: QUIET_MINUTES });
    if (kind !== 'release' || outcome !== 'green') continue;
    simulation.requireGone();
    return doNothing(simulation, flow);
  }
  throw new Violation('an undisturbed run ends well', `${kinds.join(', ')}: the last one is red, too`);
}

async function doNothing(simulation: Simulation, flow: Flow): Promise<void> {
  const changes = (): number => simulation.regions.reduce((sum, { appConfig }) => sum + appConfig.changes, 0);
  const before = changes();
  const outcome = await play(simulation, flow, { ...QUIET, kind: 'release', afterMinutes: 0 });
  if (outcome !== 'green' || changes() > before)
    throw new Violation('a second run does nothing', `it was ${outcomeName(outcome)}`);
}
