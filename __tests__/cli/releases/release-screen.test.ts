import { releaseScreen } from '../../../cli/releases/release-screen';
import type { ReleaseEvent } from '../../../release/release-event';
import { aDeployment } from '../../builders/deployment-reference';

function show(
  events: readonly ReleaseEvent[],
  { color = false, width = 80, clipAt }: { color?: boolean; width?: number; clipAt?: number } = {},
): string {
  let text = '';
  const onEvent = releaseScreen({
    err: (more) => (text += more),
    color,
    width,
    ...(clipAt === undefined ? {} : { clipAt }),
  });
  events.forEach(onEvent);
  return text;
}

function rollout(state: string, percentage: number, minutesLeft: number): ReleaseEvent {
  return rollouts(['checkout'], { state, percentage, minutesLeft });
}

function rollouts(
  components: readonly string[],
  at: { state: string; percentage: number; minutesLeft: number },
): ReleaseEvent {
  const changed = components.map((component) => ({ deployment: aDeployment({ component }), ...at }));
  return { type: 'rollouts', changed };
}

test('releaseScreen() writes one line per change when piped', () => {
  const text = show([
    { type: 'step', step: 'plan', detail: 'terraform plan of local-eu-west-1-flags' },
    rollout('DEPLOYING', 20, 5),
    rollout('COMPLETE', 100, 0),
  ]);
  expect(text).toBe(
    [
      'plan    terraform plan of local-eu-west-1-flags',
      '        DEPLOYING      20 %  5 min left    checkout',
      '        COMPLETE      100 %                checkout',
      '',
    ].join('\n'),
  );
});

test('releaseScreen() puts rollouts that stand alike on one line, and wraps it', () => {
  const at = { state: 'DEPLOYING', percentage: 20, minutesLeft: 5 };
  const text = show([rollouts(['checkout', 'inventory', 'search'], at)], { width: 64 });
  expect(text).toBe(
    ['        DEPLOYING      20 %  5 min left    checkout, inventory', `${' '.repeat(43)}search`, ''].join(
      '\n',
    ),
  );
});

test('releaseScreen() moves one bar on a terminal and leaves a line when a rollout is over', () => {
  const events = [rollout('DEPLOYING', 20, 5), rollout('BAKING', 100, 1), rollout('COMPLETE', 100, 0)];
  const text = show(events, { color: true });
  expect(text).toContain('[####----------------] 5 min · checkout 20 %');
  expect(text.split('\n').filter((line) => line !== '')).toHaveLength(1);
});

test('releaseScreen() counts the rollouts that have no room in the bar', () => {
  const at = { state: 'DEPLOYING', percentage: 60, minutesLeft: 3 } as const;
  const text = show([rollouts(['checkout', 'inventory', 'search', 'shared'], at)], {
    color: true,
    clipAt: 80,
  });
  expect(text).toContain('[############--------] 3 min · checkout 60 %, inventory 60 % and 2 more');
});

test.each([true, false])('releaseScreen() stays within the terminal (bar: %s)', (color) => {
  const text = show([{ type: 'resource', text: 'x'.repeat(300) }, rollout('DEPLOYING', 20, 5)], {
    color,
    width: 50,
    clipAt: 50,
  });
  const longest = Math.max(...text.split(/\n|\r\u001b\[2K/).map((line) => line.length));
  expect(longest).toBeLessThanOrEqual(50);
});

test('releaseScreen() gives a log whole lines', () => {
  const text = show([{ type: 'warning', text: 'x'.repeat(300) }], { width: 50 });
  expect(text).toBe(`warning ${'x'.repeat(300)}\n`);
});
