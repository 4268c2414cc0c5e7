import type { Landscape } from '../landscape';
import type { Findings } from '../reading/findings';
import { listed } from '../reading/listed';
import { entriesOf, entryOf, valueOf, type YamlMap } from '../reading/yaml-tree';
import { hasValue, layersOf } from './flag-layers';
import type { AttributeRules } from './report-unknown-attribute';

/** Checks that every required attribute has a value in every target: AppConfig insists, even while the flag is off. */
export function checkRequiredAttributes(
  root: YamlMap,
  rules: AttributeRules,
  { landscape, findings }: { landscape: Landscape; findings: Findings },
): void {
  const required = [...rules].filter(([, rule]) => rule.isRequired).map(([name]) => name);
  const block = entryOf(root, 'default');
  const overrides = valueOf(root, 'overrides');
  const isReadable = block?.value.kind === 'map' && (!overrides || overrides.kind === 'map');
  if (!block || !isReadable || required.length === 0) return;
  const selectors = new Set(entriesOf(overrides).map(([selector]) => selector));
  const combinations = landscape.combinations(selectors);
  for (const name of required) {
    const without = combinations.filter(
      (each) => !hasValue(layersOf(root, each), name) && !isRemoved(root, each, name),
    );
    if (without.length === 0) continue;
    const targets = without.flatMap((each) => each.targets);
    findings.error(block.key, 'ATTRIBUTE_REQUIRED', {
      message: `${name} is required and has no value in ${listed(targets)}`,
      fix: `give it one in default, or make it optional: attributes.${name}.required`,
    });
  }
}

/** Removed by a `null`, which has been reported where it is written. */
function isRemoved(root: YamlMap, combination: Parameters<typeof layersOf>[1], name: string): boolean {
  return layersOf(root, combination).some((layer) => entryOf(layer, name) !== undefined);
}
