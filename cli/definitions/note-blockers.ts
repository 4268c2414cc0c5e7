import { accountOf } from '../../compiler/arn';
import type { Environment, Project } from '../../compiler/project';
import { deliveredOf } from '../../delivery/pipeline/plan';

/** What blocks an environment, and no role that a pipeline may take on can look at. */
export function unreadableBlockers(project: Project): string[] {
  const { tools } = project;
  if (!tools) return [];
  return deliveredOf(project).flatMap((environment) => {
    const readable = ['${account}', environment.account, tools.account];
    const others = environment.blockers.filter((arn) => !readable.includes(accountOf(arn)));
    return others.length === 0 ? [] : [sentenceOf(environment, others)];
  });
}

function sentenceOf({ name, account }: Environment, blockers: readonly string[]): string {
  const fix = `let an alarm in account ${account} or in that of the tools say the same, and name it (docs/gates.md)`;
  return `no pipeline can release to ${name}, for none may read ${blockers.join(', ')}: ${fix}`;
}
