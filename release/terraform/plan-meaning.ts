import { flagWithoutTimes } from '../appconfig/stored-version';
import { objectOr } from '../../compiler/json-object';
import { canonicalJson } from '../../compiler/canonical-json';
import type { Json, JsonObject } from '../../compiler/project';
import type {
  PlanMeaning,
  PlannedAction,
  PlannedDocument,
  PlannedResource,
} from '../../delivery/review/review';
import { HOSTED_VERSION } from './resource-types';

/** `terraform show -json` of a plan, as far as its meaning needs it (Terraform, "JSON Output Format"). */
interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
}
interface ResourceChange {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: JsonObject | null;
    readonly after: JsonObject | null;
    readonly after_unknown?: Json;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

/** What a plan does, by names and actions: no value of it is handed on, for any may be a secret. */
export function planMeaning(stack: string, json: string): PlanMeaning {
  const { resource_changes = [] } = JSON.parse(json) as PlanJson;
  const planned = resource_changes.flatMap((each) => {
    const action = each.mode === 'managed' ? actionOf(each.change.actions) : undefined;
    return action === undefined ? [] : [{ ...each, action }];
  });
  return {
    stack,
    resources: planned.map(resourceOf),
    documents: planned.filter(({ type }) => type === HOSTED_VERSION).map(documentOf),
  };
}

type Planned = ResourceChange & { readonly action: PlannedAction };

/** What is read or stays as it is has no action. */
function actionOf(actions: readonly string[]): PlannedAction | undefined {
  const isReplaced = actions.length === 2 && actions.includes('create') && actions.includes('delete');
  if (isReplaced) return 'replace';
  const known: readonly PlannedAction[] = ['create', 'update', 'delete', 'forget'];
  return known.find((action) => action === actions[0]);
}

function resourceOf({ address, action, change }: Planned): PlannedResource {
  return { address, action, because: [...new Set(reasonsOf(action, change))].sort() };
}

function reasonsOf(action: PlannedAction, change: ResourceChange['change']): string[] {
  const { before, after, after_unknown: unknown, replace_paths: paths = [] } = change;
  // An index or a key of a map may be a person's text, the argument is not.
  if (action === 'replace')
    return paths.flatMap(([argument]) => (argument === undefined ? [] : [String(argument)]));
  if (action !== 'update') return [];
  const names = [
    ...Object.keys(before ?? {}),
    ...Object.keys(after ?? {}),
    ...Object.keys(objectOr(unknown)),
  ];
  return names.filter((name) => {
    const isUnknown = objectOr(unknown)[name] === true;
    return isUnknown || canonicalJson(before?.[name] ?? null) !== canonicalJson(after?.[name] ?? null);
  });
}

function documentOf({ address, action, change }: Planned): PlannedDocument {
  const [before, after] = [partsOf(change.before), partsOf(change.after)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return {
    address,
    action,
    added: names.filter((name) => !before.has(name)),
    removed: names.filter((name) => !after.has(name)),
    changed: names.filter(
      (name) => before.has(name) && after.has(name) && before.get(name) !== after.get(name),
    ),
  };
}

/** The flags of a document, or its uppermost keys, each as text to compare. */
function partsOf(version: JsonObject | null): Map<string, string> {
  const content = parsed(version?.['content']);
  const { flags, values } = content;
  // Operations may have keys of these names, too; flags have a version.
  if (content['version'] !== '1' || flags === undefined || values === undefined) return textsOf(content);
  const names = Object.keys(objectOr(flags));
  return textsOf(
    Object.fromEntries(
      names.map((name) => [
        name,
        [flagWithoutTimes(objectOr(flags)[name]), flagWithoutTimes(objectOr(values)[name])],
      ]),
    ),
  );
}

function textsOf(map: JsonObject): Map<string, string> {
  return new Map(Object.entries(map).map(([name, value]) => [name, canonicalJson(value)]));
}

function parsed(content: Json | undefined): JsonObject {
  if (typeof content !== 'string') return {};
  try {
    return objectOr(JSON.parse(content) as Json);
  } catch {
    return {};
  }
}
