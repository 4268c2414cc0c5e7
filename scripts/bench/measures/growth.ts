import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runApp } from '../apps';
import type { Measure } from '../measure';
import { requireSameOutput } from '../same-output';
import type { Workplace } from '../workplace';

const MANY = 200;
const FEW = 10;

/**
 * What a target costs the app process on the way to many, against on the way to few.
 *
 * That is its time less the time for one target, divided by the other targets: start-up, reading the definitions and
 * the first use of everything are in neither.
 */
export const growth: Measure = {
  id: 'c',
  title: `each target of ${MANY} / of ${FEW}`,
  unit: 'ms',
  goal: 1.1,
  run: async (workplace) => {
    await runApp(workplace, { targets: MANY, out: outOf(MANY) });
    await runApp(workplace, { targets: FEW, out: outOf(FEW) });
    requireSameStacks(workplace.path(outOf(FEW)), workplace.path(outOf(MANY)));
    return workplace.pair(
      () => perTarget(workplace, MANY),
      () => perTarget(workplace, FEW),
    );
  },
};

async function perTarget(workplace: Workplace, targets: number): Promise<number> {
  const whole = await runApp(workplace, { targets, out: outOf(targets) });
  const first = await runApp(workplace, { targets: 1, out: outOf(1) });
  return (whole - first) / (targets - 1);
}

function outOf(targets: number): string {
  return `app-${targets}`;
}

/** The few are the first of the many: how many others there are changes nothing. */
function requireSameStacks(few: string, many: string): void {
  for (const stack of readdirSync(join(few, 'stacks'))) {
    requireSameOutput(join(few, 'stacks', stack), join(many, 'stacks', stack));
  }
}
