import type { Findings } from '../reading/findings';
import { textOf, textsOf, valueOf, type YamlMap } from '../reading/yaml-tree';
import { checkBackend } from './check-backend';
import { checkSource } from './check-source';
import { checkWorkloads } from './check-workloads';

export interface ToolsContext {
  readonly componentNames: ReadonlySet<string>;
  readonly findings: Findings;
}

/** Checks environments/tools.yaml: its backend, its topics, its source, and its workloads. */
export function checkTools(root: YamlMap, { componentNames, findings }: ToolsContext): void {
  checkBackend(root, findings);
  checkTopics(root, findings);
  checkSource(root, findings);
  checkWorkloads(root, { componentNames, findings });
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
