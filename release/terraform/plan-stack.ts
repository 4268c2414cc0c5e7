import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanMeaning } from '../../delivery/review/review';
import { planMeaning } from './plan-meaning';
import { asProfile } from '../read-access';
import { ReleaseError } from '../release-error';
import { openStack } from './stack-folder';
import { Terraform } from './terraform';

export interface PlanOptions {
  readonly cdktfOut: string;
  /** For Terraform, from terraformEnvironment(). */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A profile of the AWS configuration. @default - as whoever calls */
  readonly profile?: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Plans one stack as somebody who may only look, and says what the plan means; the plan itself is not kept.
 *
 * A stack that cannot be planned is a finding, for example one that nobody has applied yet: the others are planned all
 * the same.
 */
export async function planStack(
  name: string,
  { cdktfOut, env, profile, signal }: PlanOptions,
): Promise<PlanMeaning> {
  const stack = openStack(cdktfOut, name);
  const terraform = new Terraform(stack, {
    env: asProfile(env, profile === undefined ? {} : { profile }),
    ...(signal && { signal }),
  });
  const secretFolder = mkdtempSync(join(tmpdir(), 'dynconf-plan-'));
  try {
    await terraform.init(['-lockfile=readonly']);
    return planMeaning(name, await terraform.planJson(join(secretFolder, 'secret.tfplan')));
  } catch (error) {
    if (!(error instanceof ReleaseError) || error.kind === 'interrupted') throw error;
    return { stack: name, resources: [], documents: [], problem: error.message };
  } finally {
    rmSync(secretFolder, { recursive: true, force: true });
  }
}
