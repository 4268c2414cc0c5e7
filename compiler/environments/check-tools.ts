import type { Findings } from '../reading/findings';
import { didYouMean } from '../reading/nearest';
import { entriesOf, entryOf, textOf, textsOf, valueOf, type YamlMap } from '../reading/yaml-tree';
import { checkBackend } from './check-backend';

export interface ToolsContext {
  readonly componentNames: ReadonlySet<string>;
  readonly findings: Findings;
}

/** Checks environments/tools.yaml: its backend, and workloads that name each component once. */
export function checkTools(root: YamlMap, { componentNames, findings }: ToolsContext): void {
  checkBackend(root, findings);
  checkTopics(root, findings);
  const workloads = entryOf(root, 'workloads');
  const owners = new Map<string, string>();
  for (const [workload, { value }] of entriesOf(workloads?.value)) {
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
          fix: `known: ${[...componentNames].join(', ')}`,
        });
      }
      owners.set(text, workload);
    }
  }
  const left = [...componentNames].filter((name) => !owners.has(name));
  if (!workloads || entriesOf(valueOf(root, 'workloads')).length === 0 || left.length === 0) return;
  findings.warning(workloads.key, 'COMPONENT_IN_NO_WORKLOAD', {
    message: `${left.join(', ')}: no workload releases them`,
    fix: 'add them to a workload',
  });
}

/** EventBridge has topics of its own region as targets only (EventBridge user guide, "Event bus targets"). */
function checkTopics(root: YamlMap, findings: Findings): void {
  const region = textOf(valueOf(root, 'region'));
  for (const { text, node } of textsOf(valueOf(root, 'notify'))) {
    const [arn, , , topicRegion] = text.split(':');
    if (arn !== 'arn' || region === undefined || topicRegion === region) continue;
    findings.warning(node, 'NOTIFY_OTHER_REGION', {
      message: `the topic is in ${topicRegion ?? 'no region'}, events come together in ${region}: it is not told of what AWS announces`,
      fix: `name a topic in ${region}`,
    });
  }
}
