import type { Landscape } from '../landscape';
import type { Findings } from '../reading/findings';
import { didYouMean } from '../reading/nearest';
import { entriesOf, itemsOf, textOf, valueOf, type YamlMap, type YamlNode } from '../reading/yaml-tree';
import type { AttributeRules } from './report-unknown-attribute';

/** What specs of one flag may name. */
export interface SpecContext {
  readonly landscape: Landscape;
  readonly findings: Findings;
  readonly rules: AttributeRules;
  readonly variantNames: ReadonlySet<string>;
}

/** Checks that each spec is about something that exists; whether it holds is for `dynconf specs`. */
export function checkSpecs(root: YamlMap, context: SpecContext): void {
  for (const spec of itemsOf(valueOf(root, 'specs'))) {
    const selector = valueOf(spec, 'in');
    const text = textOf(selector);
    if (selector && text !== undefined) context.landscape.checkSelector(text, selector, context.findings);
    checkExpectation(valueOf(spec, 'expect'), context);
  }
}

function checkExpectation(
  expect: YamlNode | undefined,
  { rules, variantNames, findings }: SpecContext,
): void {
  for (const [name, { key, value }] of entriesOf(expect)) {
    const variant = name === 'variant' ? textOf(value) : undefined;
    if (variant !== undefined && !variantNames.has(variant)) {
      findings.error(value, 'VARIANT_UNKNOWN', {
        message: `no block has a variant ${variant}${didYouMean(variant, variantNames)}`,
        fix: `its variants: ${[...variantNames].join(', ')}`,
      });
    }
    if (name === 'variant' || name === 'enabled' || rules.has(name)) continue;
    const known = ['enabled', 'variant', ...rules.keys()];
    findings.error(key, 'ATTRIBUTE_UNKNOWN', {
      message: `${name} is nothing that this flag serves${didYouMean(name, known)}`,
      fix: `it serves ${known.join(', ')}`,
    });
  }
}
