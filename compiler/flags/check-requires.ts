import type { DefinitionFile } from '../definition-file';
import type { Combination, Landscape } from '../landscape';
import { SHARED_COMPONENT } from '../names';
import type { Findings } from '../reading/findings';
import { listed } from '../reading/listed';
import { entriesOf, textsOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { fullName, type FlagIndex } from './flag-index';
import { isStateReadable, layersOf, onState, type OnState } from './flag-layers';

export interface RequiresContext {
  readonly index: FlagIndex;
  readonly landscape: Landscape;
  readonly findings: Findings;
}

interface Requirement {
  readonly node: YamlNode;
  readonly required: DefinitionFile;
}

/**
 * Checks `requires`: no circles, and wherever a flag is on for somebody, what it requires is on by default.
 *
 * Flags that do not say clearly whether they are on are not compared.
 */
export function checkRequires(flags: readonly DefinitionFile[], context: RequiresContext): void {
  const requirements = new Map<DefinitionFile, readonly Requirement[]>();
  for (const flag of flags) {
    const found = requirementsOf(flag, context.index);
    if (found.length > 0) requirements.set(flag, found);
  }
  reportCircles(requirements, context.findings);
  const states = new StatesByTarget(context.landscape);
  for (const [flag, required] of requirements) {
    for (const requirement of required) checkOne(flag, requirement, { states, findings: context.findings });
  }
}

function requirementsOf(flag: DefinitionFile, index: FlagIndex): readonly Requirement[] {
  return textsOf(valueOf(flag.root, 'requires')).flatMap(({ text, node }) => {
    const required = index.find(index.nameOf(text, flag.component ?? SHARED_COMPONENT) ?? '');
    return required ? [{ node, required }] : [];
  });
}

function checkOne(
  flag: DefinitionFile,
  { node, required }: Requirement,
  { states, findings }: { states: StatesByTarget; findings: Findings },
): void {
  if (flag === required || ![flag, required].every(({ root }) => isStateReadable(root))) return;
  const needed = states.of(required);
  const unmet = [...states.of(flag)]
    .filter(([target, state]) => state.isOnForSome && !needed.get(target)?.isOnByDefault)
    .map(([target]) => target);
  if (unmet.length === 0) return;
  findings.error(node, 'REQUIRED_FLAG_OFF', {
    message: `${fullName(required)} is required, but off in ${listed(unmet)} where ${flag.name} is on`,
    fix: `turn ${fullName(required)} on there by default, or ${flag.name} off`,
  });
}

/** Whether flags are on, target by target; each flag is looked at once. */
class StatesByTarget {
  readonly #states = new Map<DefinitionFile, ReadonlyMap<string, OnState>>();

  constructor(private readonly landscape: Landscape) {}

  of(flag: DefinitionFile): ReadonlyMap<string, OnState> {
    const known = this.#states.get(flag);
    if (known) return known;
    const selectors = new Set(entriesOf(valueOf(flag.root, 'overrides')).map(([selector]) => selector));
    const entries = this.landscape.combinations(selectors).flatMap((combination: Combination) => {
      const state = onState(layersOf(flag.root, combination));
      return combination.targets.map((target) => [target, state] as const);
    });
    const states = new Map(entries);
    this.#states.set(flag, states);
    return states;
  }
}

type Requirements = ReadonlyMap<DefinitionFile, readonly Requirement[]>;
interface Step {
  readonly flag: DefinitionFile;
  readonly rest: Requirement[];
}

/** Each circle once, at the requirement that closes it. Walks on a path of its own: a chain may be long. */
function reportCircles(requirements: Requirements, findings: Findings): void {
  const done = new Set<DefinitionFile>();
  const stepTo = (flag: DefinitionFile): Step => ({ flag, rest: [...(requirements.get(flag) ?? [])] });
  for (const start of requirements.keys()) {
    const path = done.has(start) ? [] : [stepTo(start)];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const requirement = top.rest.shift();
      if (!requirement) {
        done.add(top.flag);
        path.pop();
      } else if (path.some(({ flag }) => flag === requirement.required)) {
        reportCircle(
          requirement,
          path.map(({ flag }) => flag),
          findings,
        );
      } else if (!done.has(requirement.required)) path.push(stepTo(requirement.required));
    }
  }
}

function reportCircle(
  { node, required }: Requirement,
  path: readonly DefinitionFile[],
  findings: Findings,
): void {
  const circle = [...path.slice(path.indexOf(required)), required].map(fullName);
  findings.error(node, 'REQUIRES_CYCLE', {
    message: `flags require each other in a circle: ${circle.join(' → ')}`,
    fix: 'remove one of the requirements',
  });
}
