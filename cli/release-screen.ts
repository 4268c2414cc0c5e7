import {
  documentName,
  type OnReleaseEvent,
  type ReleaseEvent,
  type RolloutProgress,
} from '../release/release-event';
import type { Io } from './command';

const BAR_CELLS = 20;
const CLEAR_LINE = '\r\u001b[2K';

/**
 * Shows a release on stderr: one line per change when piped, one line that moves for all rollouts on a terminal.
 *
 * Every line stays within the terminal.
 */
export function releaseScreen(io: Pick<Io, 'err' | 'color' | 'width'>): OnReleaseEvent {
  const rolling = new Map<string, RolloutProgress>();
  let isBarShown = false;
  const line = (text: string): void => {
    io.err(`${isBarShown ? CLEAR_LINE : ''}${clip(text, io.width)}\n`);
    isBarShown = false;
  };
  const bar = (): void => {
    if (!io.color || rolling.size === 0) return;
    io.err(`${CLEAR_LINE}${clip(barOf([...rolling.values()]), io.width - 1)}`);
    isBarShown = true;
  };
  return (event) => {
    if (event.type !== 'rollout') return line(lineOf(event));
    const name = documentName(event.deployment);
    const isOver = event.minutesLeft === 0 && event.state !== 'BAKING';
    if (isOver) rolling.delete(name);
    else rolling.set(name, event);
    if (isOver || !io.color) line(rolloutLine(event));
    bar();
  };
}

function lineOf(event: Exclude<ReleaseEvent, RolloutProgress>): string {
  if (event.type === 'step') return `${event.step.padEnd(7)} ${event.detail}`;
  if (event.type === 'resource') return `        ${event.text}`;
  return `warning ${event.text}`;
}

function rolloutLine({ deployment, state, percentage, minutesLeft }: RolloutProgress): string {
  const left = minutesLeft > 0 ? `   at most ${minutesLeft} min left` : '';
  return `        ${documentName(deployment).padEnd(22)} ${state.padEnd(12)} ${`${percentage} %`.padStart(6)}${left}`;
}

/** The slowest rollout decides, for the release waits for it. */
function barOf(rollouts: readonly RolloutProgress[]): string {
  const slowest = Math.min(...rollouts.map(({ percentage }) => percentage));
  const minutes = Math.max(...rollouts.map(({ minutesLeft }) => minutesLeft));
  const filled = Math.round((slowest / 100) * BAR_CELLS);
  const names = rollouts.map(({ deployment, percentage }) => `${deployment.component} ${percentage} %`);
  return `        [${'#'.repeat(filled)}${'-'.repeat(BAR_CELLS - filled)}] ${minutes} min · ${names.join(', ')}`;
}

/** Lines of several lines (an event log) are clipped one by one. */
export function clip(text: string, width: number): string {
  const lines = text.split('\n').map((one) => (one.length > width ? `${one.slice(0, width - 1)}…` : one));
  return lines.join('\n');
}
