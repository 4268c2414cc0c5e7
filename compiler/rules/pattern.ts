import type * as Re2js from 're2js';

/**
 * A regular expression of the RE2 kind, found anywhere in a text.
 *
 * AppConfig does not document its flavour; its answers show Go, whose regular expressions are RE2: no look-around, no
 * backreferences, and no pattern that takes exponential time.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const compiled = re2().compile(pattern);
  return (text) => compiled.test(text);
}

/** What is wrong with a pattern, in RE2's words; undefined when it is a valid one. */
export function patternProblem(pattern: string): string | undefined {
  try {
    re2().compile(pattern);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace('error parsing regexp: ', '');
  }
}

/** Loaded on first use: it takes 13 ms, which a synth without patterns should not pay. */
function re2(): typeof Re2js.RE2JS {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it always
  return (require('re2js') as typeof Re2js).RE2JS;
}
