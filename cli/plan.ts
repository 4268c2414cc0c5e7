import { resolve } from 'node:path';
import { isLocal } from '../compiler/names';
import type { Project } from '../compiler/project';
import { affectedStacks } from '../delivery/affected-stacks';
import { deliveredOf } from '../delivery/plan';
import { formatPlanMeanings } from '../delivery/plan-section';
import { planProfile } from '../delivery/pull-request-resources';
import type { PlanMeaning } from '../delivery/review';
import { stackOrder } from '../delivery/stack-order';
import { planStack } from '../release/terraform/plan-stack';
import { requireTerraform, terraformEnvironment } from '../release/terraform/terraform-environment';
import type { Input, Io, Run } from './command';
import { CommandError, EXIT } from './exit-codes';
import { loadBaseProject } from './load-base';
import { loadDefinitions } from './load-definitions';
import { readFormat } from './read-format';
import { releaseExit } from './release-exit';
import { unknownName } from './required-target';
import { writeOutput } from './write-output';

/** `dynconf plan`: what Terraform would do to stacks, by names and actions; nothing is locked, kept or changed. */
export const run: Run = async (io, input) => {
  const { options, root } = input;
  const format = readFormat(options['format'], ['markdown', 'json', 'aws-config']);
  const project = loadDefinitions(io, root);
  if (format === 'aws-config') {
    io.out(awsConfig(project, options['credentialProcess']));
    return EXIT.done;
  }
  const stacks = await stacksOf(io, input, project);
  const plans = await planAll(io, input, { project, stacks });
  const text =
    format === 'json'
      ? `${JSON.stringify({ plans }, null, 2)}\n`
      : `${formatPlanMeanings(plans).join('\n\n') || 'No stack is affected.'}\n`;
  writeOutput(io, { text, file: options['out'] });
  return plans.some(({ problem }) => problem !== undefined) ? EXIT.notInOrder : EXIT.done;
};

function awsConfig(project: Project, command: unknown): string {
  if (typeof command !== 'string' || /[\r\n]/.test(command)) {
    throw new CommandError(
      EXIT.usage,
      'name the command that answers with credentials for a role: --credential-process COMMAND',
    );
  }
  return deliveredOf(project)
    .map((environment) => planProfile(environment, command))
    .join('');
}

async function stacksOf(io: Io, { args, options, root }: Input, project: Project): Promise<string[]> {
  const known = stackOrder(project).map(({ stack }) => stack);
  const unknown = args.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownName({ kind: 'stack', name: unknown, known });
  const { base } = options;
  if (typeof base !== 'string') {
    if (args.length > 0) return [...args];
    throw new CommandError(EXIT.usage, 'name stacks, or what to compare with: --base origin/main');
  }
  const { project: before, notes } = await loadBaseProject(io, { root, base });
  for (const note of notes) io.err(`note    ${note}\n`);
  const affected = before ? affectedStacks(before, project) : [];
  const environments = new Set(plannable(project));
  // What is gone is in no output of this revision, and the pipeline of the platform plans what is of the tools.
  const names = affected
    .filter(({ environment, change }) => change !== 'removed' && environments.has(environment))
    .map(({ stack }) => stack);
  return [...new Set([...args, ...names])];
}

/** AppConfig on a machine is in nobody's reach but its own. */
function plannable({ environments }: Project): string[] {
  return environments
    .filter((environment) => !isLocal(environment) && !environment.temporary)
    .map(({ name }) => name);
}

async function planAll(
  io: Io,
  { options }: Input,
  { project, stacks }: { readonly project: Project; readonly stacks: readonly string[] },
): Promise<PlanMeaning[]> {
  const prefix = options['profiles'];
  const environmentOf = new Map(stackOrder(project).map(({ stack, environment }) => [stack, environment]));
  const plans: PlanMeaning[] = [];
  try {
    if (stacks.length > 0) requireTerraform(io.env);
    const { env } = terraformEnvironment(io.env);
    for (const stack of stacks) {
      io.err(`plan    ${stack}\n`);
      const profile = typeof prefix === 'string' ? `${prefix}${environmentOf.get(stack) ?? ''}` : undefined;
      const cdktfOut = resolve(String(options['cdktfOut']));
      plans.push(await planStack(stack, { cdktfOut, env, profile, signal: io.signal }));
    }
  } catch (error) {
    throw releaseExit(error);
  }
  return plans;
}
