import { badRequest, validationError } from '../http/errors';
import type { Call } from '../http/call';

/** A range: of characters for text, of items for lists and maps, of the value for numbers. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** What AppConfig takes of a description (API reference). */
export const DESCRIPTION: Range = { max: 1024 };

/** The JSON members of a request, read one by one; broken constraints are collected and reported together, as AWS does. */
export class Fields {
  private readonly problems: string[] = [];

  constructor(private readonly members: Readonly<Record<string, unknown>>) {}

  /** The request's JSON body; no body is `{}`. */
  static of(call: Call): Fields {
    const text = call.body.toString('utf8');
    return new Fields(text.trim() === '' ? {} : parseObject(text));
  }

  has(name: string): boolean {
    return this.members[name] !== undefined && this.members[name] !== null;
  }

  requiredText(name: string, range: Range = { min: 1 }): string {
    if (!this.has(name)) this.problem(name, null, 'Member must not be null');
    return this.text(name, range) ?? '';
  }

  text(name: string, range: Range = {}): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (typeof value !== 'string') throw wrongType(name, 'STRING_VALUE');
    this.checkLength(name, value, range);
    return value;
  }

  requiredNumber(name: string, range: Range & { readonly integer?: boolean } = {}): number {
    if (!this.has(name)) this.problem(name, null, 'Member must not be null');
    return this.number(name, range) ?? 0;
  }

  number(
    name: string,
    { min, max, integer }: Range & { readonly integer?: boolean } = {},
  ): number | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (typeof value !== 'number' || (integer && !Number.isInteger(value)))
      throw wrongType(name, 'NUMBER_VALUE');
    if (min !== undefined && value < min)
      this.problem(name, value, `Member must have value greater than or equal to ${min}`);
    if (max !== undefined && value > max)
      this.problem(name, value, `Member must have value less than or equal to ${max}`);
    return value;
  }

  boolean(name: string): boolean | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (typeof value !== 'boolean') throw wrongType(name, 'BOOLEAN_VALUE');
    return value;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value !== undefined && !(values as readonly string[]).includes(value))
      this.problem(name, value, `Member must satisfy enum value set: [${values.join(', ')}]`);
    return value as T | undefined;
  }

  object(name: string): Readonly<Record<string, unknown>> | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (typeof value !== 'object' || Array.isArray(value)) throw wrongType(name, 'START_OBJECT');
    return value as Record<string, unknown>;
  }

  /** A list of structures, each read as fields of its own. */
  list<T>(name: string, range: Range, read: (item: Fields) => T): T[] | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (!Array.isArray(value)) throw wrongType(name, 'START_LIST');
    if (range.max !== undefined && value.length > range.max)
      this.problem(name, value, `Member must have length less than or equal to ${range.max}`);
    return value.map((item: unknown) => {
      if (item === null || typeof item !== 'object' || Array.isArray(item))
        throw wrongType(name, 'START_OBJECT');
      const fields = new Fields(item as Record<string, unknown>);
      const read1 = read(fields);
      this.problems.push(...fields.problems);
      return read1;
    });
  }

  /** A map of strings. */
  texts(name: string, range: Range = {}): Record<string, string> | undefined {
    const map = this.object(name);
    if (map === undefined) return undefined;
    const entries = Object.entries(map);
    if (range.max !== undefined && entries.length > range.max)
      this.problem(name, '', `Member must have length less than or equal to ${range.max}`);
    for (const [key, value] of entries)
      if (typeof value !== 'string') throw wrongType(`${name}.${key}`, 'STRING_VALUE');
    return Object.fromEntries(entries) as Record<string, string>;
  }

  problem(name: string, value: unknown, constraint: string): void {
    const shown = value === null ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
    this.problems.push(
      `Value ${shown.slice(0, 200)} at '${wireName(name)}' failed to satisfy constraint: ${constraint}`,
    );
  }

  /** Refuses the request if anything read so far was wrong. */
  check(): void {
    if (this.problems.length > 0) throw validationError(this.problems);
  }

  private checkLength(name: string, value: string, { min, max }: Range): void {
    if (min !== undefined && value.length < min)
      this.problem(name, value, `Member must have length greater than or equal to ${min}`);
    if (max !== undefined && value.length > max)
      this.problem(name, value, `Member must have length less than or equal to ${max}`);
  }
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('Could not parse request body into json: the body is not JSON');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw badRequest('Could not parse request body into json: the body is not a JSON object');
  return value as Record<string, unknown>;
}

function wrongType(name: string, expected: string): Error {
  return badRequest(`Unexpected type at '${wireName(name)}': ${expected} was expected`);
}

/** AWS names a member in messages with a small first letter. */
function wireName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** AWS echoes a description that was sent empty; later answers leave it out. */
export function echoed(
  answer: object,
  sent: Fields,
  { description }: { readonly description?: string | undefined },
): object {
  return sent.has('Description') ? { ...answer, Description: description } : answer;
}
