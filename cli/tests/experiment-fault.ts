import { setTimeout as pause } from 'node:timers/promises';
import type { Io } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { type OutsideFault, runShell } from './outside-fault';

/** Fault Injection Service, of experiment templates ("AWS FIS identifiers"). */
const TEMPLATE = /^EXT[A-Za-z0-9]{1,60}$/;
/** So long it may take to begin, and to end; the AWS CLI takes about a second for each look. */
const LOOKS = 60;
const PAUSE_MILLISECONDS = 2_000;

/** States of experiments (AWS FIS API reference, ExperimentState). */
const BEFORE = ['pending', 'initiating'];
const OVER = ['completed', 'stopped', 'failed', 'cancelled'];
/** States of an action that breaks something now, or has broken it already (ExperimentActionState). */
const DONE = ['running', 'stopping', 'completed'];
const NOT_DONE = ['skipped', 'failed', 'cancelled', 'stopped'];

/** What AWS FIS says of an experiment. */
interface Look {
  readonly status: string;
  /** Of its actions, waiting left out: that breaks nothing. */
  readonly actions: readonly string[];
  readonly reason: string;
}

/**
 * An experiment of AWS FIS, started and stopped with the AWS CLI as whoever calls.
 *
 * One that is accepted has broken nothing yet: it is waited for until something runs, and until it has ended.
 */
export function experimentFault(io: Io, template: string, region: string): OutsideFault {
  if (!TEMPLATE.test(template)) {
    throw new CommandError(
      EXIT.usage,
      `--experiment is ${template}, the id of an experiment template is possible (EXT…)`,
    );
  }
  const experiment = new Experiment(io, region);
  const describe = `the experiment ${template}`;
  const refuse = (what: string): never => {
    throw new CommandError(EXIT.usage, `${describe} ${what}`);
  };
  return {
    describe,
    begin: async () => {
      await experiment.start(template);
      const look = await experiment.waitUntil((one) => !isBefore(one), io.signal);
      if (isBefore(look)) refuse(`has broken nothing yet: ${sentenceOf(look)}`);
      if (!isOn(look)) refuse(`breaks nothing: ${sentenceOf(look)}`);
    },
    problems: async () => {
      const look = await experiment.look();
      return isOn(look) ? [] : [`it did not last for the whole period: ${sentenceOf(look)}`];
    },
    end: async () => {
      const look = await experiment.stop();
      if (!OVER.includes(look.status)) refuse(`has not ended: ${sentenceOf(look)}`);
    },
  };
}

/** One experiment, once it is started. */
class Experiment {
  private id = '';

  constructor(
    private readonly io: Io,
    private readonly region: string,
  ) {}

  async start(template: string): Promise<void> {
    this.id = await this.fis(
      `start-experiment --experiment-template-id ${template} --query experiment.id --output text`,
    );
  }

  async look(): Promise<Look> {
    const actions = "join(',', values(experiment.actions)[?actionId!='aws:fis:wait'].state.status)";
    const query = `[experiment.state.status, ${actions}, experiment.state.reason]`;
    const answer = await this.fis(`get-experiment --id "$EXPERIMENT" --query "${query}" --output text`);
    const [status = '', states = '', ...reason] = answer.split('\t');
    return { status, actions: states.split(',').filter((state) => state !== ''), reason: reason.join(' ') };
  }

  /** The first look that is as wanted, or the last one. */
  async waitUntil(isAsWanted: (look: Look) => boolean, signal?: AbortSignal): Promise<Look> {
    let look = await this.look();
    for (let looks = 1; looks < LOOKS && !isAsWanted(look); looks += 1) {
      await pause(PAUSE_MILLISECONDS, undefined, signal && { signal });
      look = await this.look();
    }
    return look;
  }

  /** One that has ended by itself cannot be stopped, and neither can one that has not begun. */
  async stop(): Promise<Look> {
    if (this.id === '') return { status: 'cancelled', actions: [], reason: '' };
    const isStopped = async (): Promise<boolean> => {
      try {
        await this.fis('stop-experiment --id "$EXPERIMENT" --query experiment.state.status --output text');
        return true;
      } catch (error) {
        const look = await this.look();
        if (OVER.includes(look.status)) return true;
        if (!BEFORE.includes(look.status)) throw error;
        return false;
      }
    };
    for (let tries = 1; tries < LOOKS && !(await isStopped()); tries += 1) await pause(PAUSE_MILLISECONDS);
    return this.waitUntil(({ status }) => OVER.includes(status));
  }

  private fis(rest: string): Promise<string> {
    return runShell(this.io, `aws fis ${rest} --region ${this.region}`, { EXPERIMENT: this.id });
  }
}

/** Whether it is too early to say that something breaks. */
function isBefore({ status, actions }: Look): boolean {
  if (BEFORE.includes(status)) return true;
  return status === 'running' && !actions.some(isDone) && actions.some((state) => !NOT_DONE.includes(state));
}

/** Whether something of it breaks just now; what has no action but waiting is believed. */
function isOn({ status, actions }: Look): boolean {
  return status === 'running' && (actions.length === 0 || actions.some(isDone));
}

function isDone(state: string): boolean {
  return DONE.includes(state);
}

function sentenceOf({ status, actions, reason }: Look): string {
  const ofActions = status === 'running' && actions.length > 0 ? `, its actions ${actions.join(', ')}` : '';
  const why = reason === '' || reason === 'None' ? '' : ` (${reason})`;
  return `it is ${status}${ofActions}${why}`;
}
