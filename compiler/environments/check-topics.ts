import type { Findings } from '../reading/findings';
import { entriesOf, textOf, textsOf, valueOf, type YamlMap, type YamlNode } from '../reading/yaml-tree';

/** Checks that what is to be told of rollbacks, failures and approvals is a topic that EventBridge tells. */
export function checkTopics(root: YamlMap, findings: Findings): void {
  const onCall = entriesOf(valueOf(root, 'on-call')).map(([, { value }]) => value);
  const lists = [valueOf(root, 'notify'), valueOf(valueOf(root, 'approval'), 'notify'), ...onCall];
  for (const { text, node } of lists.flatMap(topicsOf)) {
    if (!text.startsWith('arn:') || !text.endsWith('.fifo')) continue;
    // EventBridge user guide, "Event bus targets"; of alarms and notification rules nothing is documented.
    findings.warning(node, 'TOPIC_FIFO', {
      message: `${text.split(':').at(-1) ?? ''} is a FIFO topic: EventBridge, which tells of rollbacks, failures and approvals, supports none`,
      fix: 'name a standard topic',
    });
  }
}

function topicsOf(node: YamlNode | undefined): readonly { readonly text: string; readonly node: YamlNode }[] {
  const text = textOf(node);
  return node && text !== undefined ? [{ text, node }] : textsOf(node);
}
