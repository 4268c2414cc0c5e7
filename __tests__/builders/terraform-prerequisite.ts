import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockedProvider } from '../../release/terraform/locked-provider';
import {
  requireTerraform,
  terraformBinary,
  terraformEnvironment,
} from '../../release/terraform/terraform-environment';

/** `describe`, or where Terraform or its provider cannot be had a `describe.skip` that says so loudly; jest counts what it skips. */
export function describeWithTerraform(name: string, tests: () => void): void {
  const missing = missingPrerequisite();
  if (missing === undefined) return void describe(name, tests);
  process.stderr.write(`\nSKIPPED, and nothing about real releases is proven on this machine: ${missing}\n`);
  describe.skip(name, tests);
}

function missingPrerequisite(): string | undefined {
  try {
    const { env, mirror } = terraformEnvironment();
    requireTerraform(env);
    if (mirror === undefined) initialise(env);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Asks the registry, as a stack would. */
function initialise(env: Readonly<Record<string, string | undefined>>): void {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-init-'));
  const { source, version } = lockedProvider();
  writeFileSync(
    join(folder, 'main.tf.json'),
    JSON.stringify({ terraform: { required_providers: { aws: { source, version } } } }),
  );
  try {
    execFileSync(terraformBinary(env), ['init', '-no-color'], {
      cwd: folder,
      env: env as NodeJS.ProcessEnv,
      stdio: 'pipe',
      timeout: 180_000,
    });
  } catch {
    throw new Error(
      `terraform init finds no ${source} ${version}, neither on this machine nor in the registry`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
