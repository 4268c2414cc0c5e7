import { chosenEnvironments, unknownChoice } from '../../compiler/chosen-environments';
import { TOOLS } from '../../compiler/names';
import type { Project, Target } from '../../compiler/project';
import { targetsOf } from '../../compiler/targets';
import { statusOf, type TargetStatus } from '../../release/status/status';
import { terraformEnvironment } from '../../release/terraform/terraform-environment';
import type { OptionValue, Run } from '../command';
import { CommandError, EXIT, type ExitCode } from '../exit-codes';
import { cdktfOutOf } from '../input-stack';
import { loadDefinitions } from '../load-definitions';
import { readFormat } from '../read-format';
import { releaseExit } from './release-exit';
import { requiredTargets } from '../required-target';
import { formatStatus, STATUS_FORMATS, summaryOf } from './status-formats';

/** `dynconf status`: git ⇄ Terraform's state ⇄ what AppConfig serves, for every document. */
export const run: Run = async (io, input) => {
  const { root, options } = input;
  const format = readFormat(options['format'], STATUS_FORMATS);
  const project = loadDefinitions(io, root);
  const targets = targetsFor(project, options['in'], chosenEnvironments(io.env['DYNCONF_ENVIRONMENTS']));
  try {
    const { env } = terraformEnvironment(io.env);
    const cdktfOut = cdktfOutOf(input);
    const localEndpoint = io.env['DYNCONF_APPCONFIG_ENDPOINT'];
    const look = (target: Target): Promise<TargetStatus> =>
      statusOf(project, target, { cdktfOut, env, localEndpoint });
    const statuses = await Promise.all(targets.map(look));
    io.out(formatStatus(statuses, { format, width: io.width }));
    io.err(`${summaryOf(statuses)}\n`);
    return exitOf(statuses);
  } catch (error) {
    throw releaseExit(error);
  }
};

/** What could not be looked at is neither in sync nor drifted: something is missing to look at it. */
function exitOf(statuses: readonly TargetStatus[]): ExitCode {
  const off = statuses.flatMap(({ documents }) => documents).filter(({ isInOrder }) => !isInOrder);
  if (off.some(({ state }) => state !== 'unreachable')) return EXIT.notInOrder;
  return off.length > 0 ? EXIT.usage : EXIT.done;
}

/** Without `--in`, the environments that are worked on: of the others there are no stacks to compare with either. */
function targetsFor(
  project: Project,
  selector: OptionValue,
  chosen: readonly string[] | undefined,
): readonly Target[] {
  if (typeof selector === 'string') return requiredTargets(project, selector);
  // `tools` has stacks, but no documents.
  const names = chosen?.filter((name) => name !== TOOLS) ?? [];
  const mistake = unknownChoice(project, names);
  if (mistake !== undefined) throw new CommandError(EXIT.usage, mistake);
  return targetsOf(project, names.length > 0 ? names : undefined);
}
