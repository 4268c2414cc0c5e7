import { createHash } from 'node:crypto';
import type { Json, JsonObject } from './project';

/** Compact JSON with keys sorted by code unit at every level: equal values give equal bytes. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const object = value as JsonObject;
  // Written by hand: a JavaScript object would put keys that look like integers first.
  const members = Object.keys(object).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key] ?? null)}`).join(',')}}`;
}

/** `sha256:<hex>` of a canonical document. A hosted version carries it as its description, which must be ASCII. */
export function fingerprint(canonical: string): string {
  return `sha256:${createHash('sha256').update(canonical).digest('hex')}`;
}
