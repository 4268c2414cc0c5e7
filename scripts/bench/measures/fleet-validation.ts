import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { requireTerraform, terraformEnvironment } from '../../../release/terraform/terraform-environment';
import { hoistFleet, validateFolder } from '../../validate-fleet';
import { runApp } from '../apps';
import type { Measure } from '../measure';
import type { Workplace } from '../workplace';

/** Three stacks each. */
const TARGETS = 67;
/** A thousand stacks a minute. */
const BUDGET_MILLISECONDS = 60;

/** What it costs to validate one stack of many with the real provider, against what it may cost. */
export const fleetValidation: Measure = {
  id: 'h',
  title: `validating a stack / budget`,
  unit: 'ms',
  goal: 1,
  run: async (workplace) => {
    requireTerraform(terraformEnvironment().env);
    await runApp(workplace, { targets: TARGETS, out: 'fleet-stacks' });
    return workplace.pair(
      () => perStack(workplace),
      () => Promise.resolve(BUDGET_MILLISECONDS),
    );
  },
};

/** From the synthesized stacks to Terraform's verdict, and one stack as it is written. */
async function perStack(workplace: Workplace): Promise<number> {
  const root = workplace.path('fleet-hoisted');
  if (existsSync(root)) rmSync(root, { recursive: true });
  mkdirSync(root);
  const start = performance.now();
  const { modules, unmodified } = hoistFleet(workplace.path('fleet-stacks'), root);
  // One process for all, and a few for stacks as they are, side by side.
  const found = await Promise.all([root, ...unmodified].map(validateFolder));
  const wrong = found.find((text) => text !== undefined);
  if (wrong !== undefined) throw new Error(wrong);
  return (performance.now() - start) / modules.length;
}
