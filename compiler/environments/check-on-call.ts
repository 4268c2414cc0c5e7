import { regionOf } from '../arn';
import type { Findings } from '../reading/findings';
import { listed } from '../reading/listed';
import { entriesOf, textOf, textsOf, valueOf, type YamlEntry, type YamlNode } from '../reading/yaml-tree';
import type { Occupants } from './check-accounts';
import { hasReadableRegions, writtenRegions } from './written-regions';
import { isOnThisMachine } from './resolve-environments';

/**
 * Checks that a component with on-call is told in every region.
 *
 * An alarm notifies topics of its own region only (CloudWatch API reference, PutMetricAlarm, `AlarmActions`).
 */
export function checkOnCallRegions({ environments, componentNames }: Occupants, findings: Findings): void {
  const silent = new Map<YamlEntry, { component: string; where: string[] }>();
  for (const environment of environments) {
    const { name, root, isComplete } = environment;
    if (!isComplete || isOnThisMachine(environment) || !hasReadableRegions(root)) continue;
    for (const [component, entry] of entriesOf(valueOf(root, 'on-call'))) {
      // Of one that there is not, nothing else is said.
      if (!componentNames.has(component)) continue;
      const told = topicRegions(entry.value);
      const missing = writtenRegions(root).flatMap(({ region }) => (told.has(region) ? [] : [region]));
      if (told.size === 0 || missing.length === 0) continue;
      const { where } = silent.get(entry) ?? { where: [] };
      silent.set(entry, { component, where: [...where, `${name}: ${listed(missing)}`] });
    }
  }
  // What several environments inherit is one line.
  for (const [{ key }, { component, where }] of silent) {
    findings.warning(key, 'ON_CALL_OTHER_REGION', {
      message: `nobody is called for ${component} in some regions (${where.join('; ')}): an alarm tells only topics of its own region`,
      fix: 'add a topic of each region',
    });
  }
}

function topicRegions(value: YamlNode): ReadonlySet<string> {
  const one = textOf(value);
  const topics = one === undefined ? textsOf(value).map(({ text }) => text) : [one];
  return new Set(topics.filter((topic) => topic.startsWith('arn:')).map(regionOf));
}
