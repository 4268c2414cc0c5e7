import type { Findings } from '../reading/findings';
import { didYouMean } from '../reading/nearest';
import { entriesOf, itemsOf, textOf, type YamlNode } from '../reading/yaml-tree';

/** What is replaced inside alarms, tests, tags and blockers. */
const PLACEHOLDERS: readonly string[] = ['component', 'environment', 'region', 'account'];

/** Checks every `${…}` in all texts below a node; keys of maps are texts too. */
export function checkPlaceholders(node: YamlNode, findings: Findings): void {
  const text = textOf(node);
  if (text !== undefined) checkText(node, text, findings);
  for (const item of itemsOf(node)) checkPlaceholders(item, findings);
  for (const [key, entry] of entriesOf(node)) {
    if (key.includes('${')) checkText({ ...entry.key, kind: 'scalar', value: key }, key, findings);
    checkPlaceholders(entry.value, findings);
  }
}

function checkText(node: YamlNode, text: string, findings: Findings): void {
  for (const match of text.matchAll(/\$\{([^}]*)(\}|$)/g)) {
    const [whole, name = '', end] = match;
    if (end === '}' && PLACEHOLDERS.includes(name)) continue;
    findings.error(node, 'PLACEHOLDER_UNKNOWN', {
      message: `${whole} is no placeholder${didYouMean(name, PLACEHOLDERS)}`,
      fix: `known: ${PLACEHOLDERS.map((each) => `\${${each}}`).join(', ')}; a shell variable is $NAME, without braces`,
    });
  }
}
