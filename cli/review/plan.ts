import type { Project } from '../../compiler/project';
import { deliveredOf } from '../../delivery/pipeline/plan';
import { planParts } from '../../delivery/review/plan-section';
import { planProfile } from '../../delivery/review/pull-request-resources';
import type { PlanMeaning, Plans } from '../../delivery/review/review';
import { stackOrder } from '../../delivery/stack-order';
import { type StacksToPlan, stacksToPlan } from '../../delivery/review/stacks-to-plan';
import { planStack } from '../../release/terraform/plan-stack';
import { requireTerraform, terraformEnvironment } from '../../release/terraform/terraform-environment';
import type { CompareQuestion } from './compared-folder';
import { changedCode } from './changed-code';
import type { Input, Io, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { cdktfOutOf } from '../input-stack';
import { loadComparedProject } from './compared-project';
import { loadDefinitions } from '../load-definitions';
import { readFormat } from '../read-format';
import { releaseExit } from '../releases/release-exit';
import { unknownName } from '../required-target';
import { writeOutput } from '../write-output';

/** `dynconf plan`: what Terraform would do to stacks, by names and actions; nothing is locked, kept or changed. */
export const run: Run = async (io, input) => {
  const { options, root } = input;
  const format = readFormat(options['format'], ['markdown', 'json', 'aws-config']);
  const project = loadDefinitions(io, root);
  if (format === 'aws-config') {
    io.out(awsConfig(project, options['credentialProcess']));
    return EXIT.done;
  }
  const { stacks, notPlanned } = await stacksOf(io, input, project);
  const plans: Plans = { plans: await planAll(io, input, { project, stacks }), notPlanned };
  const text =
    format === 'json'
      ? `${JSON.stringify(plans)}\n`
      : `${planParts(plans).join('\n\n') || 'No stack is affected.'}\n`;
  writeOutput(io, { text, file: options['out'] });
  return plans.plans.some(({ problem }) => problem !== undefined) ? EXIT.notInOrder : EXIT.done;
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

async function stacksOf(io: Io, input: Input, project: Project): Promise<StacksToPlan> {
  const { args, root } = input;
  const known = stackOrder(project).map(({ stack }) => stack);
  const unknown = args.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownName({ kind: 'stack', name: unknown, known });
  const { base } = input.options;
  if (typeof base !== 'string') {
    if (args.length > 0) return { stacks: [...args], notPlanned: [] };
    throw new CommandError(EXIT.usage, 'name stacks, or what to compare with: --base origin/main');
  }
  const { stacks, notPlanned } = await stacksSince(io, project, { root, base });
  return {
    stacks: [...new Set([...args, ...stacks])],
    notPlanned: notPlanned.filter(({ stack }) => !args.includes(stack)),
  };
}

async function stacksSince(io: Io, project: Project, question: CompareQuestion): Promise<StacksToPlan> {
  const { project: base, commit, notes } = await loadComparedProject(io, question);
  const code = await changedCode(io, { root: question.root, commit });
  const every = code.length === 0 ? [] : [`code that makes the stacks changes: every stack may be affected`];
  for (const note of [...notes, ...every]) io.err(`note    ${note}\n`);
  return stacksToPlan(project, { base, isCodeChanged: code.length > 0 });
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
    const { env } = terraformEnvironment(io.env);
    if (stacks.length > 0) requireTerraform(env);
    for (const stack of stacks) {
      io.err(`plan    ${stack}\n`);
      const profile = typeof prefix === 'string' ? `${prefix}${environmentOf.get(stack) ?? ''}` : undefined;
      const cdktfOut = cdktfOutOf({ options });
      plans.push(await planStack(stack, { cdktfOut, env, profile, signal: io.signal }));
    }
  } catch (error) {
    throw releaseExit(error);
  }
  return plans;
}
