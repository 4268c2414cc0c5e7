import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Combination, Landscape } from '../landscape';
import type { Findings } from '../reading/findings';
import { listed } from '../reading/listed';
import type { Place } from '../reading/source';
import { enclosingKey, entriesOf, plain, valueOf, type YamlEntry, type YamlMap } from '../reading/yaml-tree';
import { toViolation } from '../structure/check-structure';
import { reportViolation } from '../structure/report-violation';
import { mergeDocument, pathKey, type MergedDocument } from './merge-document';
import { withoutBranches } from './without-branches';

export interface DocumentContext {
  readonly landscape: Landscape;
  readonly findings: Findings;
}

/** Compares the merged document of every target with its schema; each mistake once, where its value was supplied. */
export function checkDocument(
  { defaults, overrides }: { defaults: YamlEntry; overrides: YamlEntry | undefined },
  validate: ValidateFunction,
  { landscape, findings }: DocumentContext,
): void {
  if (defaults.value.kind !== 'map') return;
  const selectors = new Set(entriesOf(overrides?.value).map(([selector]) => selector));
  const told = new Set<string>();
  for (const combination of landscape.combinations(selectors)) {
    const document = mergeDocument(layersOf(defaults.value, overrides, combination));
    if (!document || validate(plain(document.root))) continue;
    const target = { document, combination, around: defaults.key };
    for (const error of withoutBranches(validate.errors ?? [])) reportOnce(error, target, { told, findings });
  }
}

interface Target {
  readonly document: MergedDocument;
  readonly combination: Combination;
  /** What encloses the whole document. */
  readonly around: Place;
}

function layersOf(
  defaults: YamlMap,
  overrides: YamlEntry | undefined,
  { selectors }: Combination,
): readonly YamlMap[] {
  const own = selectors.map((selector) => valueOf(overrides?.value, selector));
  return [defaults, ...own.filter((layer) => layer?.kind === 'map')];
}

function reportOnce(
  error: ErrorObject,
  { document, combination, around }: Target,
  { told, findings }: { told: Set<string>; findings: Findings },
): void {
  const violation = toViolation(error);
  const { root, removed } = document;
  const where = { root, findings, wholeFile: around };
  if (violation.keyword !== 'required') return reportViolation(violation, where);
  const missing = String(violation.params['missingProperty']);
  const at =
    removed.get(pathKey([...violation.path, missing])) ?? enclosingKey(root, violation.path) ?? around;
  const identity = `${at.source.file} ${at.start} ${missing}`;
  if (told.has(identity)) return;
  told.add(identity);
  findings.error(at, 'MISSING_KEY', {
    message: `${missing} is missing in the document of ${listed(combination.targets)}`,
    fix: removed.size > 0 ? `do not remove ${missing}, or do not require it` : `add ${missing}`,
  });
}
