import { forget, manyFlags, requireSameChecks, runCheck } from '../checks';
import type { Measure } from '../measure';

const FLAGS = 10_000;

/** The same check once more, against the check that left its cache. */
export const checkWarm: Measure = {
  id: 'g',
  title: `check again / cold`,
  unit: 'ms',
  goal: 0.15,
  run: async (workplace) => {
    try {
      await requireSameChecks(workplace, FLAGS);
      return await workplace.pair(
        () => runCheck(workplace, { flags: FLAGS, cache: 'warm' }),
        () => runCheck(workplace, { flags: FLAGS }),
      );
    } finally {
      forget(workplace, manyFlags(workplace, FLAGS));
    }
  },
};
