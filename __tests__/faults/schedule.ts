import type { Profile } from '../../compiler/project';
import { Random } from './random';
import type { Pace, SimulatedTarget } from './simulated-appconfig';
import { type Fault, type FaultKind, describeFault } from './steps';

/** One thing that happens to a target: a commit that is released, or a person who deploys again. */
export interface Act {
  readonly kind: 'release' | 'redeploy';
  /** What the commit does to the documents it touches. */
  readonly change: 'none' | 'new' | 'revert' | 'leave';
  readonly touches: readonly Touched[];
  /** So long after the act before. */
  readonly afterMinutes: number;
  readonly faults: readonly Fault[];
}

export interface Touched {
  readonly component: string;
  readonly profile: Profile;
}

/** Several releases of one target and all that happens to them: plain data, so that it can be shown and made smaller. */
export interface Schedule {
  readonly seed: number;
  readonly target: SimulatedTarget;
  /** In the order of release: one wave each. */
  readonly regions: readonly string[];
  /** The stacks of a region, in the order of release. */
  readonly profiles: readonly Profile[];
  readonly isStateWrittenAlong: boolean;
  readonly pollMinutes: number;
  readonly keepVersions: number;
  readonly acts: readonly Act[];
}

const REGIONS = ['us-west-2', 'eu-west-1'];
const COMPONENTS = ['checkout', 'inventory', 'search'];
const STACKS: readonly (readonly Profile[])[] = [['flags'], ['operations'], ['flags', 'operations']];
const PACES: readonly Pace[] = [
  { minutes: 0, bakeMinutes: 0 },
  { minutes: 0, bakeMinutes: 3 },
  { minutes: 5, bakeMinutes: 1 },
  { minutes: 10, bakeMinutes: 10 },
  { minutes: 40, bakeMinutes: 20 },
];
/** Frequent ones several times. */
const KINDS: readonly FaultKind[] = [
  ...(['kill-before', 'kill-before', 'kill-before', 'kill-after', 'kill-after', 'kill-after'] as const),
  ...(['lost', 'lost', 'gave-up', 'gave-up', 'throttled', 'throttled', 'stale'] as const),
  ...(['alarm', 'alarm', 'alarm', 'delay', 'foreign', 'stopped', 'restart', 'interrupt', 'rival'] as const),
];
/** A component that left comes back with the next commit that touches it. */
const CHANGES = [
  ...(['none', 'none', 'none', 'none'] as const),
  ...(['new', 'new', 'new', 'new', 'new', 'revert', 'revert', 'leave'] as const),
];
const PLACES = [
  'terraform plan',
  'terraform forget',
  'terraform apply',
  'terraform outputs',
  'provider CreateHostedConfigurationVersion',
  'provider StartDeployment',
  'provider Get',
  'release ListDeployments',
  'release List',
  'release GetDeployment',
  'release GetLatestConfiguration',
  'release DeleteHostedConfigurationVersion',
  'sleep',
];

export function scheduleOf(seed: number): Schedule {
  const random = new Random(seed);
  const components = COMPONENTS.slice(0, random.pick([1, 1, 1, 2, 2, 3]));
  const profiles = random.pick(STACKS);
  const documents = components.flatMap((component) => profiles.map((profile) => ({ component, profile })));
  const acts = Array.from({ length: random.integer(2, 5) }, (_none, index) =>
    actOf(random, documents, index),
  );
  const faults = acts.flatMap((act) => act.faults);
  return {
    seed,
    regions: REGIONS.slice(0, random.pick([1, 1, 1, 2])),
    profiles,
    isStateWrittenAlong: random.chance(0.5),
    pollMinutes: random.pick([1, 5, 10]),
    keepVersions: random.pick([1, 2, 5]),
    acts,
    target: {
      components,
      paces: { flags: random.pick(PACES), operations: random.pick(PACES) },
      switches: {
        initialState: random.pick(['DEPLOYING', 'VALIDATING']),
        rollbackSeconds: random.pick([0, 0, 90]),
        dedupeFreeform: random.chance(0.3),
        reuseVersionNumbers: random.chance(0.2),
      },
      isRestarted: faults.some(({ what }) => what === 'restart'),
      hasStaleReads: faults.some(({ what }) => what === 'stale'),
    },
  };
}

function actOf(random: Random, documents: readonly Touched[], index: number): Act {
  const kind = index > 0 && random.chance(0.15) ? 'redeploy' : 'release';
  return {
    kind,
    change: index === 0 ? 'new' : random.pick(CHANGES),
    touches: index === 0 ? documents : random.some(documents),
    afterMinutes: random.pick([0, 0, 1, 7, 45, 180]),
    faults: Array.from({ length: random.pick([0, 1, 1, 1, 2, 3]) }, () => faultOf(random, documents)),
  };
}

function faultOf(random: Random, documents: readonly Touched[]): Fault {
  const isAnywhere = random.chance(0.3);
  return {
    what: random.pick(KINDS),
    at: isAnywhere ? '' : random.pick(PLACES),
    nth: isAnywhere ? random.integer(0, 60) : random.pick([0, 0, 0, 1, 1, 2, 3, 6]),
    minutes: random.pick([1, 3, 12, 40]),
    component: random.pick(documents).component,
  };
}

/** What a person reads of a schedule before its trace. */
export function describeSchedule({ target, profiles, ...schedule }: Schedule): string[] {
  const paces = profiles.map((profile) => {
    const { minutes, bakeMinutes } = target.paces[profile];
    return `${profile} grow ${minutes} min and bake ${bakeMinutes} min`;
  });
  return [
    `${target.components.join(', ')} in ${schedule.regions.join(', then ')}: ${paces.join(', ')}`,
    `state written ${schedule.isStateWrittenAlong ? 'along' : 'at the end'}, keeps ${schedule.keepVersions} versions, looks every ${schedule.pollMinutes} min, ${JSON.stringify(target.switches)}`,
    ...schedule.acts.flatMap((act, index) => [
      `act ${index}: ${describeAct(act)}`,
      ...act.faults.map((fault) => `    ${describeFault(fault)}`),
    ]),
  ];
}

export function describeAct({ kind, change, touches, afterMinutes }: Act): string {
  const documents = touches.map(({ component, profile }) => `${component} ${profile}`).join(', ');
  const what =
    kind === 'redeploy' ? 'redeploy' : `release, ${change} ${change === 'none' ? 'change' : documents}`;
  return `after ${afterMinutes} min ${what}`;
}
