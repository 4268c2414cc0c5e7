import { resolve } from 'node:path';
import { TOOLS } from '../../compiler/names';
import type { Project } from '../../compiler/project';
import { applyFirst, requireOwnState } from '../../release/bootstrap/bootstrap';
import { type FirstApply, planBootstrap } from '../../release/bootstrap/bootstrap-plan';
import { requireTerraform, terraformEnvironment } from '../../release/terraform/terraform-environment';
import type { Io, OptionValue, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';
import { noteLocalStates } from '../definitions/note-local-states';
import { readFormat } from '../read-format';
import { releaseExit } from './release-exit';
import { releaseScreen } from './release-screen';
import { unknownName } from '../required-target';

/** `dynconf bootstrap`: the first applies of every account in order, printed, or with `--run` done. */
export const run: Run = async (io, { root, options }) => {
  const format = readFormat(options['format'], ['text', 'json']);
  const project = loadDefinitions(io, root);
  const cdktfOut = String(options['cdktfOut'] ?? 'cdktf.out');
  const environments = textsOf(options['environment']);
  requireKnown(project, environments ?? []);
  const profiles = profilesOf(textsOf(options['profile']) ?? []);
  const steps = planBootstrap(project, { cdktfOut, profiles, ...(environments && { environments }) });
  noteLocalStates(io, project);
  if (options['run'] === true) await applyAll(io, steps, resolve(cdktfOut));
  else io.out(format === 'json' ? `${JSON.stringify({ steps }, null, 2)}\n` : textOf(steps));
  return EXIT.done;
};

async function applyAll(io: Io, steps: readonly FirstApply[], cdktfOut: string): Promise<void> {
  try {
    requireOwnState(steps);
    const { env } = terraformEnvironment(io.env);
    requireTerraform(env);
    for (const [index, step] of steps.entries()) {
      io.err(`\n${index + 1}/${steps.length} ${headOf(step)}\n`);
      const isChanged = await applyFirst(step, {
        cdktfOut,
        env,
        onEvent: releaseScreen(io),
        signal: io.signal,
      });
      io.err(`done    ${step.stack} ${isChanged ? 'is applied' : 'was up to date'}\n`);
    }
  } catch (error) {
    if (io.signal.aborted)
      io.err('\ninterrupted: `npx dynconf bootstrap --run` continues where this stopped\n');
    throw releaseExit(error);
  }
}

function textOf(steps: readonly FirstApply[]): string {
  const first = 'npx cdktf synth\n';
  const texts = steps.map((step, index) => {
    const commands = step.commands.map((command) => `${command}\n`).join('');
    return `\n# ${index + 1}. ${headOf(step)}\n${commands}`;
  });
  return `${first}${texts.join('')}`;
}

function headOf({ stack, account, environment, profile }: FirstApply): string {
  return `${stack}, account ${account} (${environment}), as ${profile}`;
}

function textsOf(option: OptionValue): readonly string[] | undefined {
  if (typeof option === 'string') return [option];
  return Array.isArray(option) ? (option as readonly string[]) : undefined;
}

function requireKnown({ environments, tools }: Project, asked: readonly string[]): void {
  const known = [...environments.map(({ name }) => name), ...(tools ? [TOOLS] : [])];
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownName({ kind: 'environment', name: unknown, known });
}

/** `beta=shop-beta`, or `111111111111=shop-beta`. */
function profilesOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [owner, profile] = pair.split('=');
      if (owner && profile) return [owner, profile];
      throw new CommandError(
        EXIT.usage,
        `--profile is ${pair}, write <environment or account>=<AWS profile>`,
      );
    }),
  );
}
