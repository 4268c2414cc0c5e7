import type { Findings } from '../reading/findings';
import { entriesOf, textOf, type YamlNode } from '../reading/yaml-tree';

/** Checks that each dependency is a URL that tests can call. */
export function checkUrls(dependencies: YamlNode | undefined, findings: Findings): void {
  for (const [name, { value }] of entriesOf(dependencies)) {
    const text = textOf(value);
    if (text === undefined || text === '' || isWebAddress(text)) continue;
    findings.error(value, 'URL_INVALID', {
      message: `${name} is ${text}, which is not a URL`,
      fix: 'write https://host/path',
    });
  }
}

function isWebAddress(text: string): boolean {
  try {
    const { protocol, hostname } = new URL(text);
    return (protocol === 'https:' || protocol === 'http:') && hostname !== '' && !/\s/.test(text);
  } catch {
    return false;
  }
}
