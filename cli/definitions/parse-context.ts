import { parseDocument } from 'yaml';
import { CONTEXT_KEY } from '../../compiler/rules/check-rule';
import type { Context } from '../../compiler/rules/evaluate-rule';
import { CommandError, EXIT } from '../exit-codes';

/** Reads `k=v …`; values are YAML scalars, so `65` is a number and `"65"` a text. The last of equal keys counts. */
export function parseContext(pairs: readonly string[]): Context {
  return Object.fromEntries(pairs.map(parsePair));
}

function parsePair(pair: string): [string, string | number | boolean] {
  const at = pair.indexOf('=');
  const key = pair.slice(0, Math.max(at, 0));
  if (at < 0) throw usage(`--context ${pair} has no value; write --context ${pair}=<value>`);
  if (!CONTEXT_KEY.test(key)) {
    throw usage(`--context ${pair}: ${JSON.stringify(key)} is not a context key; use letters, digits and _`);
  }
  return [key, parseScalar(pair, pair.slice(at + 1))];
}

function parseScalar(pair: string, text: string): string | number | boolean {
  const document = parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'silent' });
  const value: unknown = document.errors.length > 0 ? undefined : document.toJS();
  if (typeof value === 'string' || typeof value === 'boolean') return value;

  if (typeof value === 'number' && isExact(value)) return value;
  const quoted = `${pair.slice(0, pair.length - text.length)}${JSON.stringify(text)}`;
  throw usage(`--context ${pair}: the value is no text, number or boolean; write --context '${quoted}'`);
}

function usage(message: string): CommandError {
  return new CommandError(EXIT.usage, message);
}

/** Digits that a number cannot hold would be another customer's id. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
