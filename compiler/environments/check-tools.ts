import type { Findings } from '../reading/findings';
import { textOf, textsOf, valueOf, type YamlMap } from '../reading/yaml-tree';
import { checkBackend } from './check-backend';
import { checkRegion } from './check-region';
import { checkSource } from './check-source';
import { checkWorkloads, type WorkloadsContext } from './check-workloads';

/** Checks environments/tools.yaml: its backend, its regions, its topics, its source, and its workloads. */
export function checkTools(root: YamlMap, context: WorkloadsContext): void {
  const { findings } = context;
  checkBackend(root, findings);
  for (const holder of [root, valueOf(root, 'backend')]) checkRegion(valueOf(holder, 'region'), findings);
  checkTopics(root, findings);
  checkSource(root, findings);
  checkWorkloads(root, context);
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
