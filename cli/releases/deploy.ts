import { deployStack } from '../../release/deploy/deploy';
import { openStack } from '../../release/terraform/stack-folder';
import { terraformEnvironment } from '../../release/terraform/terraform-environment';
import type { Io, Run } from '../command';
import { EXIT } from '../exit-codes';
import { inputStack, pollMilliseconds } from '../input-stack';
import { loadDefinitions } from '../load-definitions';
import { noteStaleSynth } from './note-stale-synth';
import { releaseChecks } from './release-checks';
import { releaseExit } from './release-exit';
import { releaseScreen } from './release-screen';

/** `dynconf deploy <stack>`: applies one stack and stays until AppConfig serves what it released. */
export const run: Run = async (io, input) => {
  const { name, cdktfOut } = inputStack(input);
  try {
    const { env } = terraformEnvironment(io.env);
    const stack = openStack(cdktfOut, name);
    const project = loadDefinitions(io, input.root);
    noteStaleSynth(io, input, stack);
    const { isChanged, deployments } = await deployStack(stack, {
      env,
      onEvent: releaseScreen(io),
      signal: io.signal,
      pollMilliseconds: pollMilliseconds(stack),
      ...releaseChecks(io, input, { project, stack, cdktfOut }),
    });
    const served = deployments.length > 0 ? ', and every document is served' : '';
    io.err(`done    ${name} ${isChanged ? 'is released' : 'was up to date'}${served}\n`);
    return EXIT.done;
  } catch (error) {
    if (io.signal.aborted) sayHowToGoOn(io, name);
    throw releaseExit(error);
  }
};

function sayHowToGoOn(io: Io, name: string): void {
  io.err(
    `\ninterrupted: the state of ${name} is consistent, rollouts that have started go on in AppConfig.\n`,
  );
  io.err(`\`npx dynconf deploy ${name}\` continues where this stopped.\n`);
}
