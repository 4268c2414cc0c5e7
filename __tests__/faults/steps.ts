import { awsError } from './direct-appconfig';

/**
 * What can happen to a release.
 *
 * - `kill-before`, `kill-after`: the process is gone, without a chance to clean up
 * - `lost`: the call happened, its answer never arrived; the client sends it again
 * - `gave-up`: the call happened, its answer never arrived, and the client does not try again
 * - `throttled`: refused until the client gave up
 * - `stale`: a read answers from before the last change
 * - `delay`: minutes pass
 * - `alarm`: the component's alarm fires, and is over some minutes later
 * - `foreign`: a person deploys something else in the console
 * - `stopped`: a person stops what is rolling out, or takes back what is complete
 * - `restart`: AppConfig itself goes away and comes back
 * - `interrupt`: ctrl-C
 * - `rival`: a second process releases the same stack from beginning to end
 */
export const FAULTS = [
  'kill-before',
  'kill-after',
  'lost',
  'gave-up',
  'throttled',
  'stale',
  'delay',
  'alarm',
  'foreign',
  'stopped',
  'restart',
  'interrupt',
  'rival',
] as const;
export type FaultKind = (typeof FAULTS)[number];

export interface Fault {
  readonly what: FaultKind;
  /** Part of the name of the step that it happens to; empty = any step. */
  readonly at: string;
  /** The how-manieth of those steps, from 0. */
  readonly nth: number;
  readonly minutes: number;
  /** Whom an alarm or a person meets. */
  readonly component: string;
}

/** The process was killed: nobody catches this, and nothing that it goes on to do happens. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** What a fault does to the world beside the step that it happens to. */
export interface Around {
  delay(minutes: number): void;
  alarm(component: string, minutes: number): void;
  foreign(component: string): void;
  stopped(component: string): void;
  restart(): void;
  interrupt(): void;
  rival(): Promise<void>;
  note(line: string): void;
}

interface Step<Result> {
  readonly name: string;
  readonly act: (isStale: boolean) => Result | Promise<Result>;
  /** A call over the network: its answer can get lost. */
  readonly isCall?: boolean;
}

const BESIDE: readonly FaultKind[] = [
  'delay',
  'alarm',
  'foreign',
  'stopped',
  'restart',
  'interrupt',
  'rival',
];
const OF_CALLS: readonly FaultKind[] = ['lost', 'gave-up', 'throttled', 'stale'];
/** A release of three components with 25 repeated calls takes some hundred steps. */
const MOST_STEPS = 5_000;

/** Every step that one process takes, and the faults that happen to it. */
export class Steps {
  private readonly seen: number[];
  private taken = 0;
  /** True from the moment of the kill on. */
  isDead = false;
  /** An error that the process meets was made up by a fault. */
  hasErred = false;

  constructor(
    private readonly faults: readonly Fault[],
    private readonly around: Around,
  ) {
    this.seen = faults.map(() => 0);
  }

  async take<Result>(step: Step<Result>): Promise<Result> {
    this.alive();
    this.taken += 1;
    if (this.taken > MOST_STEPS) throw new Error(`still busy after ${MOST_STEPS} steps`);
    const faults = this.due(step);
    for (const fault of faults) await this.before(fault, step.name);
    const result = await this.perform(step, faults);
    this.alive();
    if (faults.some(({ what }) => what === 'kill-after')) this.kill(step.name, 'after');
    return result;
  }

  private due({ name, isCall = false }: Pick<Step<unknown>, 'name' | 'isCall'>): Fault[] {
    return this.faults.filter(({ at, nth, what }, index) => {
      if (!name.includes(at) || (OF_CALLS.includes(what) && !isCall)) return false;
      // Terraform holds the lock of the state while it calls AWS.
      if (what === 'rival' && name.startsWith('provider')) return false;
      const times = this.seen[index] ?? 0;
      this.seen[index] = times + 1;
      return times === nth;
    });
  }

  private async before(fault: Fault, step: string): Promise<void> {
    const { what, minutes, component } = fault;
    if (BESIDE.includes(what)) this.around.note(`  FAULT ${describeFault(fault)}, before ${step}`);
    if (what === 'kill-before') this.kill(step, 'before');
    if (what === 'delay') this.around.delay(minutes);
    if (what === 'alarm') this.around.alarm(component, minutes);
    if (what === 'foreign') this.around.foreign(component);
    if (what === 'stopped') this.around.stopped(component);
    if (what === 'restart') this.around.restart();
    if (what === 'interrupt') this.around.interrupt();
    if (what === 'rival') await this.around.rival();
  }

  private async perform<Result>(step: Step<Result>, faults: readonly Fault[]): Promise<Result> {
    const has = (what: FaultKind): boolean => faults.some((fault) => fault.what === what);
    if (has('throttled')) {
      throw this.error(awsError('ThrottlingException', 'Rate exceeded', 429), `${step.name} is throttled`);
    }
    const result = await step.act(has('stale'));
    if (has('stale')) this.around.note(`  FAULT ${step.name} answers from before the last change`);
    if (has('gave-up')) {
      throw this.error(awsError('TimeoutError', 'socket hang up', 0), `no answer to ${step.name}`);
    }
    if (!has('lost')) return result;
    this.around.note(`  FAULT no answer to ${step.name}: it is sent again`);
    // What was done already may be refused the second time.
    this.hasErred = true;
    return step.act(false);
  }

  private error(error: Error, text: string): Error {
    this.around.note(`  FAULT ${text}`);
    this.hasErred = true;
    return error;
  }

  private kill(step: string, when: string): never {
    this.around.note(`  FAULT killed ${when} ${step}`);
    this.isDead = true;
    throw new Killed();
  }

  private alive(): void {
    if (this.isDead) throw new Killed();
  }
}

export function describeFault({ what, at, nth, minutes, component }: Fault): string {
  const more = BESIDE.includes(what) ? ` (${component}, ${minutes} min)` : '';
  return `${what}${more} at step ${nth} of ${at === '' ? 'all' : at}`;
}
