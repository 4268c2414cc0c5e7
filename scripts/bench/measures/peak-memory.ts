import { readFileSync } from 'node:fs';
import { runApp, runBareApp } from '../apps';
import type { Measure } from '../measure';
import { requireSameOutput } from '../same-output';

const TARGETS = 200;
const BYTES_PER_MB = 1e6;

/** The most memory that the app process has resident, against cdktf by hand. */
export const peakMemory: Measure = {
  id: 'd',
  title: `peak memory, ${TARGETS} targets / bare`,
  unit: 'MB',
  run: async (workplace) => {
    const preload = ['--require', './scripts/bench/peak-memory.js'];
    const measured = (run: typeof runApp, out: string) => async (): Promise<number> => {
      const file = workplace.path(`${out}.peak`);
      await run(workplace, { targets: TARGETS, out, node: preload, env: { BENCH_PEAK_MEMORY_FILE: file } });
      return Number(readFileSync(file, 'utf8')) / BYTES_PER_MB;
    };
    const [ours, other] = [measured(runApp, 'memory-ours'), measured(runBareApp, 'memory-bare')];
    await ours();
    await other();
    requireSameOutput(workplace.path('memory-ours'), workplace.path('memory-bare'));
    return workplace.pair(ours, other);
  },
};
