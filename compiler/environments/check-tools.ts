import type { Findings } from '../reading/findings';
import { entryOf, textOf, textsOf, valueOf, type YamlMap } from '../reading/yaml-tree';
import { checkBackend } from './check-backend';
import { checkWorkloads } from './check-workloads';

export interface ToolsContext {
  readonly componentNames: ReadonlySet<string>;
  readonly findings: Findings;
}

/** Checks environments/tools.yaml: its backend, its topics, and its workloads. */
export function checkTools(root: YamlMap, { componentNames, findings }: ToolsContext): void {
  checkBackend(root, findings);
  checkTopics(root, findings);
  checkPullRequests(root, findings);
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

/** Tokens of GitHub name `owner/name`, and nothing else would ever be trusted. */
function checkPullRequests(root: YamlMap, findings: Findings): void {
  const pullRequests = valueOf(root, 'pull-requests');
  const environment = entryOf(pullRequests, 'environment');
  if (textOf(valueOf(pullRequests, 'provider')) !== 'github') {
    if (!environment) return;
    findings.error(environment.key, 'MISPLACED_KEY', {
      message: 'an environment is what GitHub approves jobs by, and CodeBuild has none',
      fix: 'remove it, or write provider: github',
    });
    return;
  }
  const repository = valueOf(valueOf(root, 'source'), 'repository');
  const name = textOf(repository);
  if (!repository || name === undefined || /^[^/]+\/[^/]+$/.test(name)) return;
  findings.error(repository, 'VALUE_NOT_ALLOWED', {
    message: `the repository is ${name}, a repository of GitHub is owner/name`,
    fix: 'correct it, or leave pull-requests to codebuild',
  });
}
