import { regionOf } from '../arn';
import type { DefinitionFile } from '../definition-file';
import type { Findings } from '../reading/findings';
import { listed } from '../reading/listed';
import { textOf, textsOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { isOnThisMachine, type ResolvedEnvironment } from './resolve-environments';

interface Approvals {
  readonly environments: readonly ResolvedEnvironment[];
  readonly tools: DefinitionFile | undefined;
}

/**
 * Checks that whoever is to be asked hears of it.
 *
 * The topic of an approval is in the region of its pipeline (CodePipeline user guide, "Add a manual approval action").
 */
export function checkApprovals({ environments, tools }: Approvals, findings: Findings): void {
  const region = textOf(valueOf(tools?.root, 'region'));
  if (region === undefined) return;
  const unheard = new Map<YamlNode, { topicRegion: string; names: string[] }>();
  for (const environment of environments) {
    const { name, kind, root, isComplete } = environment;
    if (!isComplete || kind === 'temporary' || isOnThisMachine(environment)) continue;
    for (const { text, node } of topicsOf(valueOf(valueOf(root, 'approval'), 'notify'))) {
      const topicRegion = regionOf(text);
      if (!text.startsWith('arn:') || topicRegion === region) continue;
      const { names } = unheard.get(node) ?? { names: [] };
      unheard.set(node, { topicRegion, names: [...names, name] });
    }
  }
  // What several environments inherit is one line.
  for (const [node, { topicRegion, names }] of unheard) {
    findings.warning(node, 'NOTIFY_OTHER_REGION', {
      message: `the topic is in ${topicRegion || 'no region'}, the pipeline in ${region}: it is not told that ${listed(names)} waits for an approval`,
      fix: `name a topic in ${region}`,
    });
  }
}

function topicsOf(node: YamlNode | undefined): readonly { readonly text: string; readonly node: YamlNode }[] {
  const text = textOf(node);
  return node && text !== undefined ? [{ text, node }] : textsOf(node);
}
