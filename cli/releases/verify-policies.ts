import { loadProject } from '../../compiler/load-project';
import type { Project } from '../../compiler/project';
import { checkSynthesized, isAtLeast } from '../../release/policies/check-synthesized';
import { SEVERITIES, type Severity } from '../../release/policies/policy';
import type { Io, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { cdktfOutOf } from '../input-stack';
import { formatPolicies, POLICY_FORMATS, type PolicyFormat, summarisePolicies } from './policy-formats';
import { releaseExit } from './release-exit';

/** `dynconf verify policies`: what the synthesized stacks may do, before anything of them is applied. */
export const run: Run = async (io, { root, options }) => {
  const format = oneOf(POLICY_FORMATS, { option: '--format', value: options['format'] }) as PolicyFormat;
  const threshold = oneOf(SEVERITIES, { option: '--threshold', value: options['threshold'] }) as Severity;
  try {
    const cdktfOut = cdktfOutOf({ options });
    const report = checkSynthesized({ cdktfOut, root, project: definitions(io, root) });
    io.out(formatPolicies(report, { format, threshold }));
    io.err(`${summarisePolicies(report)}\n`);
    return report.findings.some((finding) => isAtLeast(finding, threshold)) ? EXIT.notInOrder : EXIT.done;
  } catch (error) {
    throw releaseExit(error);
  }
};

function definitions(io: Io, root: string): Project | undefined {
  const { project } = loadProject(root);
  if (!project)
    io.err(`note    the definitions in ${root} are not in order: nobody knows which backends they want\n`);
  return project;
}

function oneOf(known: readonly string[], { option, value }: { option: string; value: unknown }): string {
  if (typeof value === 'string' && known.includes(value)) return value;
  throw new CommandError(
    EXIT.usage,
    `${option} is ${known.slice(0, -1).join(', ')} or ${known.at(-1) ?? ''}`,
  );
}
