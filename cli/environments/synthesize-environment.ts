import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stackName } from '../../compiler/names';
import type { Environment, Project } from '../../compiler/project';
import { targetsOfEnvironment } from '../../compiler/targets';
import { releaseStackNames } from '../../compiler/workloads';
import { STACK_FILE } from '../../delivery/stack-files';
import { ownFolder } from '../../release/terraform/locked-provider';
import type { Io } from '../command';
import { CommandError, EXIT } from '../exit-codes';

export interface Synthesis {
  readonly project: Project;
  readonly root: string;
  readonly cdktfOut: string;
}

/** Makes the stacks of one environment where they are missing: a fresh checkout has none, and Terraform needs them to destroy. */
export async function synthesizeMissing(io: Io, environment: Environment, to: Synthesis): Promise<void> {
  const names = targetsOfEnvironment(environment).flatMap((target) => [
    stackName(target, 'foundation'),
    ...releaseStackNames(to.project, target),
  ]);
  if (names.every((name) => existsSync(join(to.cdktfOut, 'stacks', name, STACK_FILE)))) return;
  const { code, stderr } = await runApp(io, {
    CDKTF_OUTDIR: to.cdktfOut,
    DYNCONF_ENVIRONMENTS: environment.name,
    DYNCONF_ROOT: to.root,
  });
  if (code !== 0) {
    throw new CommandError(EXIT.notInOrder, `the stacks of ${environment.name} cannot be made:\n${stderr}`);
  }
}

function runApp(
  io: Io,
  variables: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/app.js'], {
      cwd: ownFolder(),
      env: { ...io.env, ...variables } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'ignore', 'pipe'],
      signal: io.signal,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stderr }));
  });
}
