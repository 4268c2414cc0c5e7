import type { IonScanner } from './ion-scanner';

const ESCAPED: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  v: '\v',
  '"': '"',
  "'": "'",
  '?': '?',
  '\\': '\\',
  '/': '/',
};
/** What needs no second look. */
const PLAIN = /[^"'\\\p{Cc}]+/uy;
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads what stands between two quotes (`"…"` or `'…'`), escapes decoded. */
export function readQuoted(scanner: IonScanner, quote: '"' | "'"): string {
  const start = scanner.position;
  scanner.take(quote);
  let value = '';
  while (!scanner.take(quote)) {
    if (scanner.atEnd || /[\n\r]/.test(nextCharacter(scanner))) {
      scanner.fail(start, { message: 'the text does not end on its line', fix: `close it with ${quote}` });
    }
    value += scanner.takeMatch(PLAIN) || readCharacter(scanner);
  }
  return value;
}

/** Reads `'''…'''`, which may hold line breaks, and joins it with those that follow, as Ion does. */
export function readLongText(scanner: IonScanner): string {
  let value = '';
  let end = scanner.position;
  while (scanner.sees("'''")) {
    value += readLongSegment(scanner);
    end = scanner.position;
    scanner.skipBlanks();
  }
  scanner.position = end;
  return value;
}

function readLongSegment(scanner: IonScanner): string {
  const start = scanner.position;
  scanner.take("'''");
  let value = '';
  while (!scanner.take("'''")) {
    if (scanner.atEnd)
      scanner.fail(start, { message: 'the long text does not end', fix: "close it with '''" });
    // Every way to break a line is one \n.
    value += scanner.takeMatch(PLAIN) || (scanner.takeMatch(/\r\n?/y) ? '\n' : readCharacter(scanner));
  }
  return value;
}

function readCharacter(scanner: IonScanner): string {
  if (scanner.sees('\\')) return readEscape(scanner);
  const start = scanner.position;
  const character = nextCharacter(scanner);
  scanner.position += character.length;
  // Ion allows tab, vertical tab, form feed and (in long text) line breaks; other control characters are escaped.
  if (character < ' ' && !/[\t\v\f\n]/.test(character)) {
    scanner.fail(start, {
      message: 'there is a control character in the text',
      fix: 'write it as \\x and two digits',
    });
  }
  return character;
}

function readEscape(scanner: IonScanner): string {
  const start = scanner.position;
  scanner.take('\\');
  if (scanner.takeMatch(/\r\n?|\n/y)) return ''; // an escaped line break is none
  const letter = nextCharacter(scanner);
  scanner.position += letter.length;
  const plain = Object.hasOwn(ESCAPED, letter) ? ESCAPED[letter] : undefined;
  if (plain !== undefined) return plain;
  const digits = Object.hasOwn(HEX_DIGITS, letter) ? HEX_DIGITS[letter] : undefined;
  if (digits !== undefined) return readCodePoint(scanner, start, digits);
  return scanner.fail(start, {
    message: `${scanner.text.slice(start, scanner.position)} is no escape`,
    fix: 'write a backslash itself as \\\\',
  });
}

function readCodePoint(scanner: IonScanner, start: number, digits: number): string {
  // eslint-disable-next-line security/detect-non-literal-regexp -- digits is 2, 4 or 8
  const hex = scanner.takeMatch(new RegExp(`[0-9a-fA-F]{${digits}}`, 'y'));
  const codePoint = Number.parseInt(hex, 16);
  if (hex !== '' && codePoint <= 0x10ffff) return String.fromCodePoint(codePoint);
  return scanner.fail(start, {
    message: `${scanner.text.slice(start, scanner.position)} is no character`,
    fix: `give ${digits} hexadecimal digits, at most 10ffff`,
  });
}

function nextCharacter(scanner: IonScanner): string {
  const codePoint = scanner.text.codePointAt(scanner.position);
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
}
