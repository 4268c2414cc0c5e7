import { Findings } from '../../compiler/reading/findings';
import { parseYaml } from '../../compiler/reading/parse-yaml';
import { Source } from '../../compiler/reading/source';
import type { YamlMap } from '../../compiler/reading/yaml-tree';

/** The tree of a YAML text that has no mistakes. */
export function aTree(text: string): YamlMap {
  const findings = new Findings();
  const tree = parseYaml(new Source('file.yaml', text), findings);
  if (!tree || findings.errorCount > 0) throw new Error(`not YAML: ${text}`);
  return tree;
}
