import { runApp, runBareApp } from '../apps';
import type { Measure } from '../measure';
import { requireSameOutput } from '../same-output';

const TARGETS = 30;

/** The app process, YAML to stacks, against cdktf by hand from documents that are ready. */
export const appProcess: Measure = {
  id: 'b',
  title: 'app process / bare cdktf code',
  unit: 'ms',
  goal: 1.25,
  run: async (workplace) => {
    const ours = () => runApp(workplace, { targets: TARGETS, out: 'app-ours' });
    const other = () => runBareApp(workplace, { targets: TARGETS, out: 'app-bare' });
    await ours();
    await other();
    requireSameOutput(workplace.path('app-ours'), workplace.path('app-bare'));
    return workplace.pair(ours, other);
  },
};
