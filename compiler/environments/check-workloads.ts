import { NO_COMPONENTS, rootedNamesOf } from '../components';
import type { Definitions } from '../definition-file';
import { looksLikeRegion, SHARED_COMPONENT, STACK_KINDS } from '../names';
import type { Findings } from '../reading/findings';
import { didYouMean, knownOr } from '../reading/nearest';
import { entriesOf, entryOf, textsOf, type YamlEntry, type YamlMap } from '../reading/yaml-tree';

export interface WorkloadsContext {
  readonly definitions: Pick<Definitions, 'flags' | 'operations' | 'flagFolders'>;
  readonly componentNames: ReadonlySet<string>;
  readonly findings: Findings;
}

/** Checks that every component is in one workload, and that the names of their stacks can be read in one way. */
export function checkWorkloads(root: YamlMap, context: WorkloadsContext): void {
  const { definitions, componentNames, findings } = context;
  const workloads = entryOf(root, 'workloads');
  if (!workloads) return;
  const owners = new Map<string, string>();
  for (const [workload, entry] of entriesOf(workloads.value)) {
    checkName(workload, entry, findings);
    checkMembers(workload, entry, { componentNames, findings, owners });
  }
  // What only shared flags list has nothing of its own to release, and may be a slip.
  const released = rootedNamesOf(definitions);
  const left = [...componentNames].filter((name) => !owners.has(name) && released.has(name));
  if (entriesOf(workloads.value).length === 0 || left.length === 0) return;
  const it = left.length === 1 ? 'it' : 'them';
  findings.error(workloads.key, 'COMPONENT_IN_NO_WORKLOAD', {
    message: `${left.map((name) => inWords(name, definitions)).join(', ')}: no workload releases ${it}`,
    fix: `add ${left.length === 1 ? left.join() : 'them'} to a workload`,
  });
}

/** Nobody has written the name `shared` anywhere. */
function inWords(name: string, { flags }: WorkloadsContext['definitions']): string {
  const example = flags.find(({ component }) => component === name)?.file;
  if (name !== SHARED_COMPONENT || example === undefined) return name;
  return `${name} (the flags in flags/ itself, such as ${example})`;
}

/** Stacks are `<environment>-<region>-<workload>-<kind>`. */
function checkName(workload: string, { key }: YamlEntry, findings: Findings): void {
  if (STACK_KINDS.some((kind) => kind === workload)) {
    findings.error(key, 'RESERVED_NAME', {
      message: `${workload} is a kind of stack`,
      fix: 'call the workload after what it is for',
    });
  } else if (looksLikeRegion(workload)) {
    findings.error(key, 'RESERVED_NAME', {
      message: `${workload} reads like a region in the name of a stack`,
      fix: 'call the workload after what it is for',
    });
  }
}

function checkMembers(
  workload: string,
  { value }: YamlEntry,
  {
    componentNames,
    findings,
    owners,
  }: Omit<WorkloadsContext, 'definitions'> & { readonly owners: Map<string, string> },
): void {
  for (const { text, node } of textsOf(value)) {
    const owner = owners.get(text);
    if (owner !== undefined && owner !== workload) {
      findings.error(node, 'DUPLICATE_COMPONENT', {
        message: `${text} is in the workload ${owner} already`,
        fix: 'keep it in one workload',
      });
    } else if (!componentNames.has(text)) {
      findings.error(node, 'COMPONENT_UNKNOWN', {
        message: `there is no component ${text}${didYouMean(text, componentNames)}`,
        fix: knownOr(componentNames, NO_COMPONENTS),
      });
    }
    owners.set(text, workload);
  }
}
