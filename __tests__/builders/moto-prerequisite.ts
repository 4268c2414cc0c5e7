import { missingMoto } from './moto';
import { describeWithTerraform } from './terraform-prerequisite';

/** `describeWithTerraform`, where there is also an AWS to apply to; without one it says so loudly and jest counts what is skipped. */
export function describeWithMoto(name: string, tests: () => void): void {
  const missing = missingMoto();
  if (missing === undefined) return describeWithTerraform(name, tests);
  process.stderr.write(`\nSKIPPED, and no stack is proven to apply on this machine: ${missing}\n`);
  describe.skip(name, tests);
}
