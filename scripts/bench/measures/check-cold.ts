import { forget, manyFlags, requireSameChecks, runCheck, runYamlAlone } from '../checks';
import type { Measure } from '../measure';

const FLAGS = 10_000;

/** Everything that `dynconf check` finds, with nothing remembered, against parsing the same files and no more. */
export const checkCold: Measure = {
  id: 'f',
  title: `check, ${FLAGS} files / yaml`,
  unit: 'ms',
  goal: 1.3,
  run: async (workplace) => {
    try {
      await requireSameChecks(workplace, FLAGS);
      return await workplace.pair(
        () => runCheck(workplace, { flags: FLAGS }),
        () => runYamlAlone(workplace, { flags: FLAGS }),
      );
    } finally {
      forget(workplace, manyFlags(workplace, FLAGS));
    }
  },
};
