import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stackName } from '../../compiler/names';
import type { Project, Target } from '../../compiler/project';
import { targetsOfEnvironment } from '../../compiler/targets';
import { releaseStackNames } from '../../compiler/workloads';
import {
  destroyStack,
  forgetStack,
  type RemovalOptions,
  type RemovalStacks,
  removeTarget,
} from '../../release/temporary/remove-environment';
import { openStack } from '../../release/terraform/stack-folder';
import { loadWith, temporaryFile } from '../../release/temporary/temporary-definition';
import { requireTerraform, terraformEnvironment } from '../../release/terraform/terraform-environment';
import type { Io, Run } from '../command';
import { namedTemporary, type TemporaryEnvironment } from './environment';
import { EXIT, type ExitCode } from '../exit-codes';
import { cdktfOutOf } from '../input-stack';
import { loadDefinitions } from '../load-definitions';
import { releaseExit } from '../releases/release-exit';
import { releaseScreen } from '../releases/release-screen';
import { synthesizeMissing } from './synthesize-environment';

export interface Removal {
  readonly project: Project;
  readonly root: string;
  readonly cdktfOut: string;
  readonly waits: boolean;
  /** A profile of the AWS configuration. @default - the default chain */
  readonly profile?: string;
}

/** `dynconf environment remove feat-x`: everything in AWS first, its definition last. */
export const run: Run = async (io, input) => {
  const project = loadDefinitions(io, input.root);
  const environment = namedTemporary(project, input);
  const removal = {
    project,
    root: input.root,
    cdktfOut: cdktfOutOf(input),
    waits: input.options['wait'] === true,
  };
  try {
    await removeFromAws(io, environment, removal);
    await removeRoles(io, environment, removal);
  } catch (error) {
    if (io.signal.aborted) {
      io.err(
        `\ninterrupted: \`npx dynconf environment remove ${environment.name}\` continues where this stopped.\n`,
      );
    }
    throw releaseExit(error);
  }
  return removeDefinition(io, environment, removal);
};

/** Destroys the stacks of every region and answers with how many resources that were; none when all is gone already. */
export async function removeFromAws(
  io: Io,
  environment: TemporaryEnvironment,
  removal: Removal,
): Promise<number> {
  const options = removalOptions(io, removal);
  await synthesizeMissing(io, environment, removal);
  let destroyed = 0;
  for (const target of targetsOfEnvironment(environment)) {
    destroyed += await removeTarget(stacksOf(removal.project, target, removal.cdktfOut), options);
    io.err(`done    nothing of ${environment.name} is left in ${target.region}\n`);
  }
  return destroyed;
}

function removalOptions(io: Io, { waits, profile }: Removal): RemovalOptions {
  const { env } = terraformEnvironment(io.env);
  requireTerraform(env);
  return {
    env,
    onEvent: releaseScreen(io),
    signal: io.signal,
    waits,
    ...(profile !== undefined && { profile }),
  };
}

function stacksOf(project: Project, target: Target, cdktfOut: string): RemovalStacks {
  return {
    foundation: openStack(cdktfOut, stackName(target, 'foundation')),
    releases: releaseStackNames(project, target).map((name) => openStack(cdktfOut, name)),
  };
}

/** The roles of the environment, by whoever may do that; what they let in is gone. */
async function removeRoles(io: Io, { name }: TemporaryEnvironment, removal: Removal): Promise<void> {
  const stack = `access-${name}`;
  if (!existsSync(join(removal.cdktfOut, 'stacks', stack))) return;
  const opened = openStack(removal.cdktfOut, stack);
  await destroyStack(opened, removalOptions(io, removal));
  forgetStack(opened);
}

/** Last, and only if nothing else names the environment: a selector of what there is not would be a mistake. */
function removeDefinition(
  io: Io,
  environment: TemporaryEnvironment,
  { project, root, cdktfOut }: Removal,
): ExitCode {
  const { name } = environment;
  const file = temporaryFile(name);
  const left = loadWith(root, file, undefined).diagnostics.filter(({ severity }) => severity === 'error');
  if (left.length > 0) {
    const lines = left.map(({ file: where, line, message }) => `  ${where}:${line}  ${message}`);
    io.err(`nothing of ${name} is left in AWS; its definition stays while others name it:\n`);
    io.err(`${lines.join('\n')}\nremove these lines, then run this again\n`);
    return EXIT.notInOrder;
  }
  for (const target of targetsOfEnvironment(environment)) {
    const { foundation, releases } = stacksOf(project, target, cdktfOut);
    [foundation, ...releases].forEach(forgetStack);
  }
  rmSync(join(root, file), { force: true });
  const folder = dirname(join(root, file));
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  io.err(`done    ${file} is deleted: commit that\n`);
  return EXIT.done;
}
