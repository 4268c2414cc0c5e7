import { startOfDefinition, type DefinitionFile } from '../definition-file';
import { SHARED_COMPONENT } from '../names';
import type { Findings } from '../reading/findings';
import { didYouMean, nearestOf } from '../reading/nearest';
import { entryOf, textsOf, textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { FLAG_SCHEMA } from '../schemas/flag-schema';
import { isMisspelt } from '../structure/misspelt';
import type { FlagIndex } from './flag-index';

/** What flags and their components may refer to. */
export interface References {
  readonly index: FlagIndex;
  readonly findings: Findings;
  /** Components with a folder or an operations document: not only listed by a shared flag. */
  readonly rooted: ReadonlySet<string>;
}

/** Checks the flags and components that a flag names. */
export function checkReferences(file: DefinitionFile, references: References): void {
  const { root } = file;
  if (!root) return;
  for (const { text, node } of textsOf(valueOf(root, 'requires'))) {
    checkFlagReference(node, text, { file, references });
  }
  const replacedBy = valueOf(valueOf(root, 'deprecated'), 'replaced-by');
  const name = textOf(replacedBy);
  if (replacedBy && name !== undefined) checkFlagReference(replacedBy, name, { file, references });
  checkComponents(file, references);
}

function checkFlagReference(
  node: YamlNode,
  reference: string,
  { file, references: { index, findings } }: { file: DefinitionFile; references: References },
): void {
  const component = file.component ?? SHARED_COMPONENT;
  if (index.nameOf(reference, component) !== undefined) return;
  const [elsewhere] = index.withKey(reference);
  const meant = elsewhere
    ? `, did you mean ${elsewhere}?`
    : didYouMean(reference, index.referencesFrom(component));
  findings.error(node, 'FLAG_UNKNOWN', {
    message: `there is no flag ${reference}${meant}`,
    fix: 'write key for a flag of the same component, component/key for another one',
  });
}

/** `components` belongs to shared flags, and only to them. */
function checkComponents(file: DefinitionFile, references: References): void {
  const { findings } = references;
  const entry = entryOf(file.root, 'components');
  const isShared = file.component === SHARED_COMPONENT && !file.file.startsWith('flags/shared/');
  if (!isShared) {
    if (!entry) return;
    findings.error(entry.key, 'MISPLACED_KEY', {
      message: `components is for flags that several components read, flags/<key>.yaml`,
      fix: `move the file up to flags/, or remove components`,
    });
  } else if (!entry && !isMisspelt('components', file.root, FLAG_SCHEMA)) {
    findings.error(startOfDefinition(file), 'MISSING_KEY', {
      message: 'components is missing, a flag in flags/ itself belongs to several',
      fix: 'add components: [..], or move the file into the folder of its component',
    });
  } else {
    for (const { text, node } of textsOf(entry?.value)) checkListed(node, text, { file, references });
  }
}

function checkListed(
  node: YamlNode,
  component: string,
  { file, references: { index, findings, rooted } }: { file: DefinitionFile; references: References },
): void {
  if (component === SHARED_COMPONENT) {
    findings.error(node, 'RESERVED_NAME', {
      message: `${component} is reserved: it is where this flag lives`,
      fix: 'name the components that read it',
    });
  } else if (index.find(`${component}/${file.name}`)) {
    findings.error(node, 'DUPLICATE_FLAG', {
      message: `${component} has a flag ${file.name} of its own, flags/${component}/${file.name}.yaml`,
      fix: 'rename one of them: the component reads both',
    });
  } else if (!rooted.has(component) && nearestOf(component, rooted) !== undefined) {
    findings.warning(node, 'COMPONENT_UNKNOWN', {
      message: `${component} is listed here only${didYouMean(component, rooted)}`,
      fix: 'correct it; if it is meant, give it a folder under flags/',
    });
  }
}
