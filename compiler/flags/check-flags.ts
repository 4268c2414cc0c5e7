import type { CheckContext } from '../check-definitions';
import type { DefinitionFile, Definitions } from '../definition-file';
import type { Landscape } from '../landscape';
import { entriesOf, valueOf } from '../reading/yaml-tree';
import { checkAttributes } from './check-attributes';
import { checkBlocks, readAttributeRules, variantNamesOf } from './check-blocks';
import { checkLife } from './check-life';
import { checkReferences, type References } from './check-references';
import { checkRequires } from './check-requires';
import { checkSpecs } from './check-specs';
import { checkRequiredAttributes } from './check-targets';
import { variantsOf } from './compile-rules';
import type { FlagIndex } from './flag-index';

export interface FlagContext extends CheckContext {
  readonly landscape: Landscape;
  readonly index: FlagIndex;
}

/** Checks every flag by itself, then what flags require of each other. */
export function checkFlags(definitions: Definitions, context: FlagContext): void {
  const { findings, index, landscape } = context;
  const rooted = new Set([...definitions.flagFolders, ...definitions.operations.map(({ name }) => name)]);
  for (const file of definitions.flags) checkFlag(file, { context, references: { index, findings, rooted } });
  checkRequires(definitions.flags, { index, landscape, findings });
}

function checkFlag(
  file: DefinitionFile,
  { context, references }: { context: FlagContext; references: References },
): void {
  const { root } = file;
  if (!root) return;
  const { findings, landscape } = context;
  const rules = readAttributeRules(root);
  checkLife(file, context);
  checkReferences(file, references);
  checkAttributes(valueOf(root, 'attributes'), findings);
  checkBlocks(root, rules, findings);
  for (const [selector, { key }] of entriesOf(valueOf(root, 'overrides'))) {
    landscape.checkSelector(selector, key, findings);
  }
  checkRequiredAttributes(root, rules, { landscape, findings });
  checkSpecs(root, { landscape, findings, rules, variantNames: variantNamesOf(variantsOf(file)) });
}
