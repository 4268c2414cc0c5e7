import type { Findings } from '../reading/findings';
import { textOf, textsOf, valueOf, type YamlMap, type YamlNode } from '../reading/yaml-tree';
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
  checkTrunk(valueOf(valueOf(root, 'source'), 'trunk'), findings);
  checkSource(root, findings);
  checkWorkloads(root, context);
}

/** What git refuses in the name of a branch (git-check-ref-format). */
const NO_BRANCH = /[\s~^:?*[\\\x00-\x1f\x7f]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)|^[-./]|[./]$|^@?$/;
/** Triggers of CodePipeline take a branch for a pattern ("Working with glob patterns in syntax"). */
const PATTERN = /[\]{}]/;

/** One branch releases, and its name is all that is asked. */
function checkTrunk(node: YamlNode | undefined, findings: Findings): void {
  const trunk = textOf(node);
  if (!node || trunk === undefined) return;
  const isBranch = !NO_BRANCH.test(trunk);
  if (isBranch && !PATTERN.test(trunk)) return;
  findings.error(node, 'VALUE_NOT_ALLOWED', {
    message: isBranch
      ? `the trunk is ${JSON.stringify(trunk)}: CodePipeline reads brackets and braces in it as a pattern of several branches`
      : `${JSON.stringify(trunk)} is no name of a branch`,
    fix: 'write the name of the one branch that releases, such as main',
  });
}

/** EventBridge has topics of its own region as targets only (EventBridge user guide, "Event bus targets"). */
function checkTopics(root: YamlMap, findings: Findings): void {
  const region = textOf(valueOf(root, 'region'));
  for (const { text, node } of textsOf(valueOf(root, 'notify'))) {
    const [arn, , , topicRegion] = text.split(':');
    if (arn !== 'arn' || region === undefined || topicRegion === region) continue;
    findings.warning(node, 'NOTIFY_OTHER_REGION', {
      message: `the topic is in ${topicRegion ?? 'no region'}, events come together in ${region}: it is told neither of failures and approvals nor of what AWS announces`,
      fix: `name a topic in ${region}`,
    });
  }
}
