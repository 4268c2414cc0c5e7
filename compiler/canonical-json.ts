import { createHash } from 'node:crypto';
import type { Json } from './project';

/** Compact JSON with keys sorted by code unit at every level: equal values give equal bytes. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(sortKeys(value));
}

/** `sha256:<hex>` of a canonical document. A hosted version carries it as its description, which must be ASCII. */
export function fingerprint(canonical: string): string {
  return `sha256:${createHash('sha256').update(canonical).digest('hex')}`;
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => sortKeys(item));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value as Record<string, Json>);
  entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
