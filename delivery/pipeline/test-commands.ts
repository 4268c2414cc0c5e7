import { fillPlaceholders } from '../../compiler/alarms';
import { dependencyVariable, TEST_KINDS, type TestKind } from '../../compiler/names';
import type { Environment, Project } from '../../compiler/project';
import { findWorkload, type Workload } from '../../compiler/workloads';
import type { Action, DeliveryPlan } from './delivery-plan';

/** What is tested, and for which components. */
export interface Tested {
  readonly environment: Environment;
  readonly workload: Workload;
}

/** One command of a team, with everything filled in. */
export interface TestCommand {
  readonly region: string;
  readonly command: string;
}

/**
 * The commands of an environment file for one kind of test: for each region and, where they name one, for each
 * component. What is the same in every region runs once.
 */
export function testCommands(
  { environment, workload }: Tested,
  kind: TestKind,
  regions: readonly string[],
): TestCommand[] {
  const { name, account, tests } = environment;
  const commands = tests[kind]?.commands ?? [];
  const seen = new Set<string>();
  return regions.flatMap((region) =>
    commands.flatMap((command, index) => {
      const values = { environment: name, region, account };
      const filled = command.includes('${component}')
        ? workload.components.map((each) => fillPlaceholders(command, { ...values, component: each.name }))
        : [fillPlaceholders(command, values)];
      return filled
        .filter((text) => !seen.has(`${index} ${text}`) && seen.add(`${index} ${text}`))
        .map((text) => ({ region, command: text }));
    }),
  );
}

/** Where other teams' services are. */
export function dependencyVariables({ dependencies }: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, url]) => [dependencyVariable(name), url]),
  );
}

/** A plan for people: with what its tests run today. What is rendered of a plan must not depend on components. */
export function withTestCommands(project: Project, plan: DeliveryPlan): DeliveryPlan {
  const workload = findWorkload(project, plan.workload);
  const shown = (action: Action): Action => {
    const kind = TEST_KINDS.find((each) => each === action.kind);
    const environment = project.environments.find(({ name }) => name === action.environment);
    if (!kind || !environment || !workload) return action;
    const commands = testCommands({ environment, workload }, kind, action.regions);
    return { ...action, runs: commands.map(({ command }) => command) };
  };
  return {
    ...plan,
    stages: plan.stages.map((stage) => ({ ...stage, actions: stage.actions.map(shown) })),
  };
}
