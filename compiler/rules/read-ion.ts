import type { IonName, IonNode, IonValue } from './ion-node';
import type { IonScanner } from './ion-scanner';
import { readScalar } from './read-ion-scalar';
import { readLongText, readQuoted } from './read-ion-text';

/** No rule a person writes comes near it; without it a rule of nothing but `(` would exhaust the stack. */
const MAXIMUM_DEPTH = 200;

/** Reads the value that comes next, with its annotations. */
export function readIon(scanner: IonScanner, depth = 0): IonNode {
  const names: IonName[] = [];
  for (;;) {
    const offset = scanner.position;
    const value = readValue(scanner, depth);
    const length = scanner.position - offset;
    if (value.type !== 'symbol' || !takesAnnotationMark(scanner))
      return Object.assign(value, { offset, length, names });
    names.push({ text: value.value, offset, length });
    scanner.skipBlanks();
  }
}

function readValue(scanner: IonScanner, depth: number): IonValue {
  const start = scanner.position;
  if (scanner.atEnd)
    scanner.fail(start, { message: 'the rule ends too early', fix: 'give the missing operand' });
  if (depth > MAXIMUM_DEPTH) {
    scanner.fail(start, {
      message: `the rule is nested more than ${MAXIMUM_DEPTH} deep`,
      fix: 'make it flatter',
    });
  }
  if (scanner.take('(')) return { type: 'sexp', items: readItems(scanner, ')', depth) };
  if (scanner.take('[')) return { type: 'list', items: readItems(scanner, ']', depth) };
  if (scanner.sees('"')) return { type: 'string', value: readQuoted(scanner, '"') };
  if (scanner.sees("'''")) return { type: 'string', value: readLongText(scanner) };
  if (scanner.sees("'")) return { type: 'symbol', value: readQuoted(scanner, "'") };
  return readScalar(scanner);
}

/** Reads up to the closing bracket: with commas between the items of a list, with none in an expression. */
function readItems(scanner: IonScanner, close: ')' | ']', depth: number): IonNode[] {
  const start = scanner.position - 1;
  const items: IonNode[] = [];
  for (;;) {
    scanner.skipBlanks();
    if (scanner.take(close)) return items;
    if (scanner.atEnd) failUnclosed(scanner, start, close);
    items.push(readIon(scanner, depth + 1));
    scanner.skipBlanks();
    if (close === ']' && !scanner.take(',') && !scanner.sees(']')) failUnseparated(scanner, start);
  }
}

function failUnclosed(scanner: IonScanner, start: number, close: string): never {
  scanner.position = start + 1;
  const open = scanner.text.charAt(start);
  return scanner.fail(start, { message: `this ${open} is not closed`, fix: `close it with ${close}` });
}

function failUnseparated(scanner: IonScanner, start: number): never {
  if (scanner.atEnd) failUnclosed(scanner, start, ']');
  return scanner.fail(scanner.position, {
    message: 'a comma is missing in the list',
    fix: 'write ["a", "b"]',
  });
}

function takesAnnotationMark(scanner: IonScanner): boolean {
  const end = scanner.position;
  scanner.skipBlanks();
  if (scanner.take('::')) return true;
  scanner.position = end;
  return false;
}
