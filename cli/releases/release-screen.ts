import { isRunning } from '../../delivery/deployment-states';
import {
  documentName,
  type OnReleaseEvent,
  type ReleaseEvent,
  type RolloutProgress,
} from '../../release/release-event';
import type { Io } from '../command';

const BAR_CELLS = 20;
const CLEAR_LINE = '\r\u001b[2K';

/**
 * Shows a release on stderr: one line per change when piped, one line that moves for all rollouts on a terminal.
 *
 * On a terminal every line stays within it; a log gets whole lines.
 */
export function releaseScreen(io: Pick<Io, 'err' | 'color' | 'width' | 'clipAt'>): OnReleaseEvent {
  const rolling = new Map<string, RolloutProgress>();
  let isBarShown = false;
  const line = (text: string): void => {
    io.err(`${isBarShown ? CLEAR_LINE : ''}${clip(text, io.clipAt)}\n`);
    isBarShown = false;
  };
  const bar = (): void => {
    if (!io.color || rolling.size === 0) return;
    io.err(`${CLEAR_LINE}${barOf([...rolling.values()], (io.clipAt ?? io.width) - 1)}`);
    isBarShown = true;
  };
  return (event) => {
    if (event.type !== 'rollouts') return line(lineOf(event));
    for (const rollout of event.changed) {
      if (isOver(rollout)) rolling.delete(documentName(rollout.deployment));
      else rolling.set(documentName(rollout.deployment), rollout);
    }
    const told = io.color ? event.changed.filter(isOver) : event.changed;
    rolloutLines(told, io.width).forEach(line);
    bar();
  };
}

function isOver({ state }: RolloutProgress): boolean {
  return !isRunning(state);
}

function lineOf(event: Exclude<ReleaseEvent, { readonly type: 'rollouts' }>): string {
  if (event.type === 'step') return `${event.step.padEnd(7)} ${event.detail}`;
  if (event.type === 'resource') return `        ${event.text}`;
  return `warning ${event.text}`;
}

/** Rollouts that stand alike share a line. */
function rolloutLines(rollouts: readonly RolloutProgress[], width: number): string[] {
  const alike = new Map<string, RolloutProgress[]>();
  for (const rollout of rollouts) {
    const left = rollout.minutesLeft > 0 ? `${rollout.minutesLeft} min left` : '';
    const head = `        ${rollout.state.padEnd(12)} ${`${rollout.percentage} %`.padStart(6)}  ${left.padEnd(12)}  `;
    alike.set(head, [...(alike.get(head) ?? []), rollout]);
  }
  return [...alike].flatMap(([head, members]) => {
    const rows = wrapNames(
      members.map(({ deployment }) => deployment.component),
      width - head.length,
    );
    return rows.map((row, index) => `${index === 0 ? head : ' '.repeat(head.length)}${row}`);
  });
}

function wrapNames(names: readonly string[], width: number): string[] {
  const rows: string[] = [];
  for (const name of names) {
    const longer = rows.length > 0 ? `${rows.at(-1)}, ${name}` : name;
    if (rows.length > 0 && longer.length <= width) rows[rows.length - 1] = longer;
    else rows.push(name);
  }
  return rows;
}

/** The slowest rollout decides, for the release waits for it. */
function barOf(rollouts: readonly RolloutProgress[], width: number): string {
  const slowest = Math.min(...rollouts.map(({ percentage }) => percentage));
  const minutes = Math.max(...rollouts.map(({ minutesLeft }) => minutesLeft));
  const filled = Math.round((slowest / 100) * BAR_CELLS);
  const names = rollouts.map(({ deployment, percentage }) => `${deployment.component} ${percentage} %`);
  const head = `        [${'#'.repeat(filled)}${'-'.repeat(BAR_CELLS - filled)}] ${minutes} min · `;
  return clip(`${head}${asManyAsFit(names, width - head.length)}`, width);
}

/** Those that have no room are counted. */
function asManyAsFit(names: readonly string[], width: number): string {
  for (let shown = names.length; shown > 1; shown -= 1) {
    const left = names.length - shown;
    const text = `${names.slice(0, shown).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
    if (text.length <= width) return text;
  }
  return names.length > 1 ? `${names[0] ?? ''} and ${names.length - 1} more` : names.join();
}

/** Lines of several lines (an event log) are clipped one by one. */
export function clip(text: string, width = Number.POSITIVE_INFINITY): string {
  const lines = text.split('\n').map((one) => (one.length > width ? `${one.slice(0, width - 1)}…` : one));
  return lines.join('\n');
}
