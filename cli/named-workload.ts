import type { Project } from '../compiler/project';
import { type Workload, workloadsOf } from '../compiler/workloads';
import type { OptionValue } from './command';
import { CommandError, EXIT } from './exit-codes';
import { unknownName } from './required-target';

/** The workload that `--workload` names; anything else is wrong usage. */
export function namedWorkload(project: Project, option: OptionValue): Workload {
  const all = workloadsOf(project);
  const found = all.find(({ name }) => name === option);
  if (found) return found;
  const known = all.flatMap(({ name }) => name ?? []);
  const name = String(option);
  if (known.length > 0) throw unknownName({ kind: 'workload', name, known });
  const undivided = 'environments/tools.yaml does not split the components';
  throw new CommandError(EXIT.usage, `there is no workload ${name}: ${undivided}`);
}
