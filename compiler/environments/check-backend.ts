import type { Findings } from '../reading/findings';
import { entriesOf, entryOf, textOf, valueOf, type YamlMap, type YamlPath } from '../reading/yaml-tree';

/** Type → required and optional keys beside `type`. */
const KEYS: ReadonlyMap<
  string,
  { readonly required: readonly string[]; readonly optional: readonly string[] }
> = new Map([
  ['local', { required: [], optional: [] }],
  ['s3', { required: ['bucket', 'region'], optional: ['kms-key'] }],
  ['cloud', { required: ['organization'], optional: ['hostname', 'project'] }],
]);

/** Whether a violation is about a key that its backend does not have at all: that it must go is all there is to say. */
export function isForeignToBackend([field, key]: YamlPath, root: YamlMap): boolean {
  if (field !== 'backend' || key === undefined || key === 'type') return false;
  const keys = KEYS.get(textOf(valueOf(valueOf(root, 'backend'), 'type')) ?? '');
  return keys !== undefined && ![...keys.required, ...keys.optional].includes(String(key));
}

/** Checks that a backend has exactly the keys of its type. */
export function checkBackend(root: YamlMap, findings: Findings): void {
  const backend = entryOf(root, 'backend');
  const type = textOf(valueOf(backend?.value, 'type'));
  const keys = type === undefined ? undefined : KEYS.get(type);
  if (!backend || type === undefined || !keys) return;
  const known = [...keys.required, ...keys.optional];
  const all = [...KEYS.values()].flatMap(({ required, optional }) => [...required, ...optional]);
  for (const [name, { key }] of entriesOf(backend.value)) {
    // What no backend has, the structure check has named.
    if (known.includes(name) || !all.includes(name)) continue;
    findings.error(key, 'UNKNOWN_KEY', {
      message: `${name} is not known in a backend of type ${type}`,
      fix: known.length > 0 ? `known here: ${known.join(', ')}` : 'remove it',
    });
  }
  for (const name of keys.required.filter((each) => !entryOf(backend.value, each))) {
    findings.error(backend.key, 'MISSING_KEY', {
      message: `${name} is missing in the backend of type ${type}`,
      fix: `add ${name}`,
    });
  }
}
