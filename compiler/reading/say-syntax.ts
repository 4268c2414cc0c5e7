import type { YAMLError } from 'yaml';
import type { Says } from './findings';
import type { Source } from './source';

/** What the parser stopped at. */
export interface SyntaxMistake extends Pick<YAMLError, 'code' | 'message' | 'pos'> {
  /** Where the last quoted text begins, if there is one. */
  readonly lastQuote?: number | undefined;
}

interface Stop extends SyntaxMistake {
  readonly source: Source;
  /** The line of the place, from its first character. */
  readonly line: string;
  /** What stands in the line from the place on. */
  readonly rest: string;
  readonly nextLine: string;
}

/** Characters of a text that a fix repeats. */
const MAXIMUM_SHOWN = 60;

/** The words of one slip; undefined where it is another one. */
type Say = (stop: Stop) => Says | undefined;

/** Says a syntax error as the slip that a person made; the parser's own words where it is none of the frequent ones. */
export function saySyntax(mistake: SyntaxMistake, source: Source): Says {
  const [start] = mistake.pos;
  const { text } = source;
  const before = text.lastIndexOf('\n', start - 1) + 1;
  const [line = '', nextLine = ''] = text.slice(before).split('\n', 2);
  // Settings and schemas may be written in JSON, which is YAML as well.
  const language = source.file.endsWith('.json') ? 'JSON' : 'YAML';
  const stop = { ...mistake, source, line, rest: line.slice(start - before), nextLine };
  for (const say of SLIPS) {
    const says = say(stop);
    if (says) return { ...says, message: `the file is not ${language}: ${says.message}` };
  }
  return {
    message: `the file is not ${language}: ${lowerFirst(mistake.message.split('\n', 1)[0] ?? '')}`,
    fix: 'correct the syntax here',
  };
}

/** `enabled:true` is one word; undefined where the text has no such beginning. */
export function sayMissingSpace(text: string): Says | undefined {
  const [first = ''] = text.split('\n', 1);
  const [, key, value] = /^\s*(?:- )?([A-Za-z][\w-]*):([^\s:/].*)$/.exec(first) ?? [];
  if (key === undefined || value === undefined) return undefined;
  return { message: 'a space is missing after the colon', fix: `write ${key}: ${value.trimEnd()}` };
}

/** It looks like a space, and is none to YAML. */
export function sayOddSpace(text: string): Says | undefined {
  if (!text.includes('\u00a0')) return undefined;
  return {
    message: 'a non-breaking space (U+00A0) stands here',
    fix: 'replace it by an ordinary space',
  };
}

const SLIPS: readonly Say[] = [
  sayCarriageReturns,
  sayConflict,
  sayUnclosedQuote,
  ({ line }) => sayOddSpace(line),
  sayReserved,
  sayColonInText,
  sayIndentedMore,
  ({ code, rest }) => (code === 'MULTILINE_IMPLICIT_KEY' ? sayMissingSpace(rest) : undefined),
  sayNoColon,
  sayUnclosedBracket,
  sayIndentedOddly,
  sayBehindQuote,
];

function sayCarriageReturns({ source: { text } }: Stop): Says | undefined {
  if (text.includes('\n') || !text.includes('\r')) return undefined;
  return {
    message: 'its lines end with CR alone, so it is all one line',
    fix: 'save it with the line ends LF or CRLF',
  };
}

function sayConflict({ source }: Stop): Says | undefined {
  const at = /^<{7}(?= |\r?$)/m.exec(source.text)?.index;
  if (at === undefined) return undefined;
  return {
    message: `a merge conflict is not resolved, it begins with <<<<<<< in line ${source.span(at, at).line}`,
    fix: 'keep what is right, and remove the lines with <<<<<<<, ======= and >>>>>>>',
  };
}

function sayUnclosedQuote({ source, message, lastQuote }: Stop): Says | undefined {
  const [, quote] = /^Missing closing (["'])quote/.exec(message) ?? [];
  if (quote === undefined || lastQuote === undefined) return undefined;
  const { line, column } = source.span(lastQuote, lastQuote);
  return {
    message: `the quote ${quote} opened in line ${line}, column ${column} is not closed`,
    fix: `close it with ${quote} where its text ends`,
  };
}

function sayReserved({ message, rest }: Stop): Says | undefined {
  const [, what] = /^Plain value cannot start with (?:.* character )?(\S+)/.exec(message) ?? [];
  if (what === undefined) return undefined;
  const [word = ''] = rest.split(/[,}\]]|: | #/, 1);
  return { message: `a text cannot start with ${what} unless it is in quotes`, fix: quoted('put it', word) };
}

function sayColonInText({ code, rest }: Stop): Says | undefined {
  if (code !== 'BLOCK_AS_IMPLICIT_KEY' || !/:(\s|$)/.test(rest)) return undefined;
  return {
    message: 'the text contains `: `',
    fix: `${quoted('put the text', rest)}; a map begins in a line of its own`,
  };
}

function quoted(what: string, written: string): string {
  const text = written.trim();
  const isShown = text.length <= MAXIMUM_SHOWN && !text.includes("'");
  return isShown ? `${what} in quotes: '${text}'` : `${what} in quotes`;
}

function sayIndentedMore({ code, line, nextLine }: Stop): Says | undefined {
  const isKeyWithoutEnd = code === 'BLOCK_AS_IMPLICIT_KEY' || code === 'MULTILINE_IMPLICIT_KEY';
  if (!isKeyWithoutEnd || indentOf(nextLine) <= indentOf(line) || !/:(\s|$)/.test(nextLine)) return undefined;
  return {
    message: 'the next line is indented more than this one, which has its value already',
    fix: `start the next line in column ${indentOf(line) + 1}, as this one`,
  };
}

function sayNoColon({ code, rest }: Stop): Says | undefined {
  if (code !== 'MULTILINE_IMPLICIT_KEY' || /:(\s|$)/.test(rest)) return undefined;
  return { message: 'this line has no `: `', fix: 'write key: value' };
}

function sayUnclosedBracket({ message }: Stop): Says | undefined {
  const [, bracket] = /^Flow .* end with a ([\]}])$/.exec(message) ?? [];
  if (bracket === undefined) return undefined;
  return {
    message: `the ${bracket === '}' ? '{' : '['} before it is not closed`,
    fix: `close it with ${bracket}, or indent what belongs into it`,
  };
}

function sayIndentedOddly({ code, message }: Stop): Says | undefined {
  if (code !== 'BAD_INDENT' || !message.startsWith('All ')) return undefined;
  return {
    message: 'the line starts in another column than the lines that it belongs to',
    fix: 'indent it exactly as they are',
  };
}

function sayBehindQuote({ source, message, pos }: Stop): Says | undefined {
  const [, quote] = /(["'])[ \t]*$/.exec(source.text.slice(0, pos[0])) ?? [];
  if (quote === undefined || message !== 'Unexpected scalar at node end') return undefined;
  const instead = quote === '"' ? '\\"' : "''";
  return {
    message: `something follows the quote ${quote} that closes the text`,
    fix: `a quote inside the text is written ${instead}`,
  };
}

function indentOf(line: string): number {
  return /^[ -]*/.exec(line)?.[0].length ?? 0;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
