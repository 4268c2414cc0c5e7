import { type Place, type Source } from './source';

/** Where a text is not JSON, and in which words. */
export interface JsonMistake extends Place {
  readonly message: string;
}

/** A text, a sign, or whatever else stands there up to the next of them. */
const TOKEN = /"(?:[^"\\\n\r]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+|"/g;
const SIGN = /^[{}[\]:,]$/;

/** The first token of a YAML map that JSON does not have there: YAML is more patient with commas, quotes and comments. */
export function jsonMistake(source: Source): JsonMistake | undefined {
  return isJson(source.text) ? undefined : firstMistake(source);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function firstMistake(source: Source): JsonMistake {
  let before = '';
  for (const { 0: token, index } of source.text.matchAll(TOKEN)) {
    const message = whatIsWrong(token, before);
    if (message !== undefined) return { source, start: index, end: index + token.length, message };
    before = token;
  }
  return { source, start: 0, end: 0, message: 'the file is not JSON' };
}

function whatIsWrong(token: string, before: string): string | undefined {
  if (token.startsWith('#') || token.startsWith('//') || token.startsWith('/*'))
    return 'a comment stands here, JSON has none';
  if (!SIGN.test(token) && !isJson(token)) return `${token} is not JSON: a text is in double quotes`;
  if (before === ',' && /^[}\]]$/.test(token))
    return `a comma stands before this ${token}, which JSON does not have`;
  const endsValue = before !== '' && (isJson(before) || /^[}\]]$/.test(before));
  if (endsValue && (isJson(token) || /^[{[]$/.test(token))) return 'a comma is missing before this';
  return undefined;
}
