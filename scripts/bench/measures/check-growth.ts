import { forget, manyFlags, requireSameChecks, runCheck } from '../checks';
import type { Measure } from '../measure';

const FLAGS = 10_000;
const TIMES = 2;

/** Half the time of twice the files against the time of the files: 1 is linear. */
export const checkGrowth: Measure = {
  id: 'i',
  title: `check, half of ${TIMES * FLAGS} / ${FLAGS}`,
  unit: 'ms',
  goal: 1.2,
  run: async (workplace) => {
    try {
      await requireSameChecks(workplace, TIMES * FLAGS);
      return await workplace.pair(
        async () => (await runCheck(workplace, { flags: TIMES * FLAGS })) / TIMES,
        () => runCheck(workplace, { flags: FLAGS }),
      );
    } finally {
      for (const flags of [FLAGS, TIMES * FLAGS]) forget(workplace, manyFlags(workplace, flags));
    }
  },
};
