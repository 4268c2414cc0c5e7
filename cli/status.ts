import { resolve } from 'node:path';
import type { Project, Target } from '../compiler/project';
import { selectorOf, targetsIn, targetsOf } from '../compiler/targets';
import { statusOf, type TargetStatus } from '../release/status/status';
import { terraformEnvironment } from '../release/terraform/terraform-environment';
import type { Input, Run } from './command';
import { CommandError, EXIT, type ExitCode } from './exit-codes';
import { loadDefinitions } from './load-definitions';
import { releaseExit } from './release-exit';
import { unknownName } from './required-target';
import { formatStatus, STATUS_FORMATS, type StatusFormat, summaryOf } from './status-formats';

/** The name that stands for the once-only stacks. */
const TOOLS = 'tools';

/** `dynconf status`: git ⇄ Terraform's state ⇄ what AppConfig serves, for every document. */
export const run: Run = async (io, { root, options }) => {
  const format = formatOf(options['format']);
  const project = loadDefinitions(io, root);
  const targets = targetsFor(project, options['in'], namesIn(io.env['DYNCONF_ENVIRONMENTS']));
  try {
    const { env } = terraformEnvironment(io.env);
    const cdktfOut = resolve(String(options['cdktfOut'] ?? 'cdktf.out'));
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
  selector: Input['options'][string],
  chosen: readonly string[],
): readonly Target[] {
  const names = project.environments.map(({ name }) => name);
  if (typeof selector !== 'string') return targetsChosen(project, chosen);
  const targets = targetsIn(project, selector);
  if (targets.length > 0) return targets;
  const known = selector.includes('/') ? targetsOf(project).map(selectorOf) : names;
  throw unknownName({
    kind: selector.includes('/') ? 'target' : 'environment',
    name: selector,
    known,
  });
}

/** As the app chooses them; `tools` has stacks, but no documents. */
function targetsChosen(project: Project, chosen: readonly string[]): readonly Target[] {
  const names = project.environments.map(({ name }) => name);
  const unknown = chosen.find((name) => ![...names, TOOLS].includes(name));
  if (unknown !== undefined) {
    const message = `DYNCONF_ENVIRONMENTS names ${unknown}, which is no environment: there are ${names.join(', ')}`;
    throw new CommandError(EXIT.usage, message);
  }
  return targetsOf(project, chosen.some((name) => names.includes(name)) ? chosen : undefined);
}

function namesIn(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function formatOf(option: unknown): StatusFormat {
  const format = STATUS_FORMATS.find((candidate) => candidate === (option ?? 'text'));
  if (format) return format;
  throw new CommandError(
    EXIT.usage,
    `--format is ${String(option)}, ${STATUS_FORMATS.join(', ')} are possible`,
  );
}
