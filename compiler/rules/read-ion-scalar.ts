import type { IonValue } from './ion-node';
import type { IonScanner } from './ion-scanner';
import { parseInstant } from './instant';

const NUMBER_START = /[+-]?(?:\d|inf(?![\w$]))/y;
// Ion ends a number or a timestamp at one of these only.
const UP_TO_STOP = /[^{}[\](),"' \t\n\r\v\f]+/y;
const IDENTIFIER = /[A-Za-z_$][\w$]*/y;
const OPERATOR_SYMBOL = /[!#%&*+\-./;<=>?@^`|~]+/y;

const INTEGER = /^-?(?:0|[1-9](?:_?\d)*)$/;
const BASED_INTEGER = /^-?0(?:[xX][0-9a-fA-F](?:_?[0-9a-fA-F])*|[bB][01](?:_?[01])*)$/;
const FRACTION = /^-?(?:0|[1-9](?:_?\d)*)(?:\.(?:\d(?:_?\d)*)?)?(?:[eEdD][+-]?\d+)?$/;
// To Ion `$my-key` is three symbols; to whoever wrote it, it is one.
const REST_OF_KEY = /[-.@](?=[A-Za-z])[^\s()[\],]*/y;
const NULL = /\.[a-z]+/y;

/** Reads a number, a timestamp, a symbol, `true`, `false` or `null`. */
export function readScalar(scanner: IonScanner): IonValue {
  const start = scanner.position;
  if (scanner.takeMatch(NUMBER_START)) {
    scanner.position = start;
    return readNumberOrTime(scanner);
  }
  const identifier = scanner.takeMatch(IDENTIFIER);
  if (identifier.startsWith('$') && scanner.takeMatch(REST_OF_KEY)) failKey(scanner, start);
  if (identifier === 'null') scanner.takeMatch(NULL);
  if (identifier) return keywordOrSymbol(identifier);
  const operator = scanner.takeMatch(OPERATOR_SYMBOL);
  if (operator) return { type: 'symbol', value: operator };
  scanner.position += 1;
  const found = scanner.text.slice(start, scanner.position);
  return scanner.fail(start, { message: `${found} has no place here`, fix: 'remove it' });
}

function failKey(scanner: IonScanner, start: number): never {
  const key = scanner.text.slice(start, scanner.position);
  const fix = 'use letters, digits and _ in context keys';
  return scanner.fail(start, { reason: 'UnknownSymbol', message: `${key} is not a context key`, fix });
}

function keywordOrSymbol(identifier: string): IonValue {
  if (identifier === 'true' || identifier === 'false')
    return { type: 'boolean', value: identifier === 'true' };
  if (identifier === 'null') return { type: 'null' };
  if (identifier === 'nan') return { type: 'number', value: NaN };
  return { type: 'symbol', value: identifier };
}

function readNumberOrTime(scanner: IonScanner): IonValue {
  const start = scanner.position;
  const token = scanner.takeMatch(UP_TO_STOP);
  const number = numberOf(token);
  if (number !== undefined && !isTooLong(token)) return { type: 'number', value: number };
  const instant = timeOf(token);
  if (instant !== undefined) return { type: 'timestamp', value: instant };
  if (/^\d{4}(-\d|T)/.test(token)) {
    // AppConfig answers TooFewOperands to `(gt $date 2024-01)`, which its own user guide shows.
    const reason = 'TooFewOperands';
    const fix = 'write it in full: 2024-01-01T00:00:00Z';
    return scanner.fail(start, { reason, message: `${token} is not a timestamp`, fix });
  }
  if (number !== undefined) {
    const message = `${token} does not fit into 64 bits`;
    return scanner.fail(start, { message, fix: 'put it in quotes if it is an id' });
  }
  const fix = 'write it like 42, -7, 3.14 or 1.5e-5, or put text in quotes';
  return scanner.fail(start, { message: `${token} is not a number`, fix });
}

function numberOf(token: string): number | undefined {
  if (/^[+-]inf$/.test(token)) return token === '-inf' ? -Infinity : Infinity;
  const plain = token.replaceAll('_', '');
  if (INTEGER.test(token)) return Number(plain);
  if (BASED_INTEGER.test(token)) return plain.startsWith('-') ? -Number(plain.slice(1)) : Number(plain);
  return FRACTION.test(token) ? Number(plain.replace(/[dD]/, 'e')) : undefined;
}

/** AppConfig's integers have 64 bits. */
function isTooLong(token: string): boolean {
  if (!INTEGER.test(token)) return false;
  const integer = BigInt(token.replaceAll('_', ''));
  return integer !== BigInt.asIntN(64, integer);
}

/** Ion ends a timestamp without a time with `T`; only after a whole date may it be left out. */
function timeOf(token: string): number | undefined {
  if (/^\d{4}(-\d{2})?T$/.test(token) || /^\d{4}-\d{2}-\d{2}T$/.test(token))
    return parseInstant(token.slice(0, -1));
  return /^\d{4}(-\d{2})?$/.test(token) ? undefined : parseInstant(token);
}
