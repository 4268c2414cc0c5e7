import { readFileSync } from 'node:fs';
import { forget, manyFlags, requireSameChecks, runCheck } from '../checks';
import type { Measure } from '../measure';

const FLAGS = 10_000;
const LIMIT_MB = 400;
const BYTES_PER_MB = 1e6;

/** The most memory that a check has resident, against what it may have. */
export const checkMemory: Measure = {
  id: 'j',
  title: `check, peak memory / limit`,
  unit: 'MB',
  goal: 1,
  run: async (workplace) => {
    const file = workplace.path('check.peak');
    const node = ['--require', './scripts/bench/peak-memory.js'];
    const peak = async (): Promise<number> => {
      await runCheck(workplace, { flags: FLAGS, node, env: { BENCH_PEAK_MEMORY_FILE: file } });
      return Number(readFileSync(file, 'utf8')) / BYTES_PER_MB;
    };
    try {
      await requireSameChecks(workplace, FLAGS);
      return await workplace.pair(peak, () => Promise.resolve(LIMIT_MB));
    } finally {
      forget(workplace, manyFlags(workplace, FLAGS));
    }
  },
};
