import { objectOr } from '../../compiler/json-object';
import { canonicalJson } from '../../compiler/canonical-json';
import type { Json, JsonObject } from '../../compiler/project';
import { internalError } from '../http/errors';

/** RFC 3339 with an offset, which is what AWS reads without failing. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const TIMES = ['_createdAt', '_updatedAt'];

/**
 * A checked flags document as AppConfig stores it: compact, keys sorted, empty maps gone, every flag with the times of
 * its creation and last change. Both are taken over from the version before while the entry stays the same.
 */
export function normaliseFlags(document: JsonObject, previous: string | undefined, now: number): string {
  const before = previous === undefined ? {} : (JSON.parse(previous) as JsonObject);
  const sections = ['flags', 'values'].map((section): [string, Json] => [
    section,
    withTimes(objectOr(document[section]), objectOr(before[section]), goTime(now)),
  ]);
  const kept = sections.filter(([, entries]) => Object.keys(entries as JsonObject).length > 0);
  return escapeAsGo(canonicalJson({ ...Object.fromEntries(kept), version: document['version'] ?? '1' }));
}

function withTimes(entries: JsonObject, before: JsonObject, now: string): JsonObject {
  return Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => [
      key,
      timedEntry(entry as JsonObject, Object.hasOwn(before, key) ? objectOr(before[key]) : undefined, now),
    ]),
  );
}

function timedEntry(entry: JsonObject, before: JsonObject | undefined, now: string): JsonObject {
  const content = withoutTimes(entry);
  const isSame = before !== undefined && canonicalJson(content) === canonicalJson(withoutTimes(before));
  return {
    ...content,
    _createdAt: before?.['_createdAt'] ?? ownCreationTime(entry) ?? now,
    _updatedAt: (isSame ? before['_updatedAt'] : undefined) ?? now,
  };
}

/** A `_createdAt` that is no RFC 3339 time makes AWS fail with a 500, so it does here. */
function ownCreationTime(entry: JsonObject): Json | undefined {
  const time = entry['_createdAt'];
  if (time === undefined) return undefined;
  const isTime = typeof time === 'string' && RFC_3339.test(time) && !Number.isNaN(Date.parse(time));
  if (!isTime) throw internalError('Internal Server Error');
  return goTime(Date.parse(time));
}

function withoutTimes(entry: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !TIMES.includes(key)));
}

/** Milliseconds without trailing zeros: `…57.65Z`, `…58Z`. */
function goTime(at: number): string {
  // eslint-disable-next-line regexp/no-super-linear-move -- 24 characters
  return new Date(at).toISOString().replace(/\.?0*Z$/, 'Z');
}

/** Go's encoding/json writes these as escapes, and AppConfig's flag helper is written in Go. */
function escapeAsGo(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
