import type { Json } from '../../compiler/project';
import { isReference } from './known-resources';
import { type JsonPath, textsIn } from './policy';

/** What Terraform would evaluate, and these rules do not know. */
export interface UnknownExpression {
  readonly path: JsonPath;
  /** From `${` or `%{` on, shortened. */
  readonly expression: string;
}

/**
 * Where a template begins. `$${` is text, whatever stands before it: `$$${` is `$` and then that text (HCL native
 * syntax specification, "Template Expressions"; so reads it Terraform 1.11).
 */
const BEGINNING = /(?<!\$)\$\{|(?<!%)%\{/g;
/** The one way in which a stack reads a file: what cdktf writes for an asset. */
const OWN_FILE = /^\$\{file\("\$\{path\.module\}\/assets\/(?:(?!\.\.)[^"$%\\])+"\)\}$/;
const OWN_PATH = /^(?:\$\{path\.module\}\/)?assets\/(?:(?!\.\.)[^"$%\\])+$/;
/** `contains(["COMPLETE"], self.state)`: what a deployment is asked for when it is done. */
const GOOD_STATE = /^\$\{contains\(\["[A-Z_]+"(?:,"[A-Z_]+")*\], self\.state\)\}$/;
const INSIDE = [
  /\$\{aws_\w+\.[A-Za-z_][\w-]*\.\w+\}/y,
  /\$\{data\.terraform_remote_state\.[\w-]+\.outputs\.cross-stack-output-[\w-]+\}/y,
  /\$\{self\.(?:state|deployment_number|configuration_version)\}/y,
  /\$\{terraform\.workspace\}/y,
];
/** How a person's text has cdktf's own mark of a reference in it. */
const MARK = /\$\{"TfToken"\}/y;

/**
 * Every text, value or key, with an expression that is none of the few forms in which our own synth writes them; the
 * first one of each.
 */
export function unknownExpressions(json: Json): UnknownExpression[] {
  return [...textsIn(json)].flatMap(({ path, text, isKey }) => {
    const expression = unknownIn(text, isKey ? [] : INSIDE);
    return expression === undefined ? [] : [{ path, expression }];
  });
}

/** The references of a text. */
export function referencesIn(text: string): string[] {
  return [...text.matchAll(BEGINNING)].flatMap(({ index }) => matchAt(text, { index, forms: INSIDE }) ?? []);
}

/** Whether a text names a file of the stack's assets. */
export function isOwnFile(text: string): boolean {
  return OWN_PATH.test(text);
}

function unknownIn(text: string, forms: readonly RegExp[]): string | undefined {
  if (!text.includes('${') && !text.includes('%{')) return undefined;
  if (forms.length > 0 && [OWN_FILE, OWN_PATH, GOOD_STATE].some((form) => form.test(text))) return undefined;
  const unknown = [...text.matchAll(BEGINNING)].find(
    ({ index }) => !isKnown(matchAt(text, { index, forms: [MARK, ...forms] })),
  );
  return unknown && text.slice(unknown.index, unknown.index + 80);
}

function isKnown(expression: string | undefined): boolean {
  if (expression === undefined) return false;
  return !expression.startsWith('${aws_') || isReference(expression);
}

function matchAt(
  text: string,
  { index, forms }: { index: number; forms: readonly RegExp[] },
): string | undefined {
  for (const form of forms) {
    form.lastIndex = index;
    const [found] = form.exec(text) ?? [];
    if (found !== undefined) return found;
  }
  return undefined;
}
