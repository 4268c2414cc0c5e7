import type { Measure } from '../measure';
import { requireSameOutput } from '../same-output';
import type { Workplace } from '../workplace';

const TARGETS = 30;

/** The whole `cdktf synth` against the same with the app started as `cdktf init` would have it. */
export const wholeSynth: Measure = {
  id: 'a',
  title: `cdktf synth / with npx ts-node`,
  unit: 'ms',
  goal: 0.55,
  run: async (workplace) => {
    const ours = () => synth(workplace, 'cdktf-ours', []);
    const other = () => synth(workplace, 'cdktf-ts-node', ['--app', 'npx ts-node main.ts']);
    await ours();
    await other();
    requireSameOutput(workplace.path('cdktf-ours'), workplace.path('cdktf-ts-node'));
    return workplace.pair(ours, other);
  },
};

function synth(workplace: Workplace, out: string, options: readonly string[]): Promise<number> {
  const command = [process.execPath, 'scripts/cdktf.js', 'synth', '--output', workplace.path(out)];
  return workplace.run([...command, ...options], { DYNCONF_ROOT: workplace.fleet(TARGETS) });
}
