import { buildSync } from 'esbuild';

/** A workflow as GitHub understands it; conditions are whole expressions, `success()` of those that name no status. */
export interface ParsedWorkflow {
  /** What GitHub would refuse the file for, with line and column. */
  readonly problems: readonly string[];
  readonly jobs: readonly ParsedJob[];
}
export interface ParsedJob {
  readonly id: string;
  readonly if: string;
  readonly steps: readonly { readonly id: string; readonly if: string }[];
}

/** A value of a context: `github.event.number` is one of nested objects. */
export type ContextValue = string | number | boolean | undefined | { readonly [key: string]: ContextValue };
export type StatusFunctions = Readonly<Record<'success' | 'failure' | 'cancelled' | 'always', () => boolean>>;

/** Of the two packages, what is used. */
interface Library {
  readonly parseWorkflow: (file: { name: string; content: string }, trace: object) => Parsed;
  readonly NoOperationTraceWriter: new () => object;
  readonly convertWorkflowTemplate: (
    context: unknown,
    value: unknown,
    ...more: unknown[]
  ) => Promise<Template>;
  readonly ErrorPolicy: Readonly<Record<'TryConversion', number>>;
  readonly expressions: Expressions;
}
interface Parsed {
  readonly value?: unknown;
  readonly context: { readonly errors: { getErrors(): readonly { readonly message: string }[] } };
}
interface Template {
  readonly errors?: readonly { readonly Message: string }[];
  readonly jobs: readonly {
    readonly id: { toString(): string };
    readonly if: { readonly expr: string };
    readonly steps: readonly { readonly id: string; readonly if: { readonly expr: string } }[];
  }[];
}
interface Data {
  coerceString(): string;
  kind: number;
}
interface Expressions {
  readonly Lexer: new (text: string) => { lex(): { readonly tokens: unknown } };
  readonly Parser: new (
    tokens: unknown,
    contexts: readonly string[],
    functions: readonly object[],
  ) => { parse(): object };
  readonly Evaluator: new (
    expression: object,
    context: object,
    functions: ReadonlyMap<string, object>,
  ) => { evaluate(): Data };
  readonly data: Readonly<
    Record<'StringData' | 'NumberData' | 'BooleanData', new (value: unknown) => Data>
  > & {
    readonly Null: new () => Data;
    readonly Dictionary: new (...pairs: readonly { key: string; value: object }[]) => Data;
  };
}

/** GitHub's own parser; its packages are ES modules made for bundlers, which jest cannot require. */
let library: Library | undefined;

function load(): Library {
  if (library) return library;
  const contents = [
    "export * from '@actions/workflow-parser';",
    "export { ErrorPolicy } from '@actions/workflow-parser/model/convert';",
    "export * as expressions from '@actions/expressions';",
  ].join('\n');
  const [bundle] = buildSync({
    stdin: { contents, resolveDir: __dirname },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  }).outputFiles;
  const loaded = { exports: {} };
  // The text is a package of the lock file.
  new Function('module', 'exports', 'require', bundle?.text ?? '')(loaded, loaded.exports, require);
  return (library = loaded.exports as Library);
}

/** Parses a workflow by GitHub's schema and by its grammar of expressions. */
export async function parseWorkflow(name: string, content: string): Promise<ParsedWorkflow> {
  const gitHub = load();
  const { context, value } = gitHub.parseWorkflow({ name, content }, new gitHub.NoOperationTraceWriter());
  if (value === undefined)
    return { problems: context.errors.getErrors().map((each) => each.message), jobs: [] };
  const options = { errorPolicy: gitHub.ErrorPolicy.TryConversion };
  const { errors = [], jobs } = await gitHub.convertWorkflowTemplate(context, value, undefined, options);
  return {
    problems: errors.map((each) => each.Message),
    jobs: jobs.map((job) => ({
      id: job.id.toString(),
      if: job.if.expr,
      steps: job.steps.map((step) => ({ id: step.id, if: step.if.expr })),
    })),
  };
}

/** What an expression comes to: `github.ref == 'main'` is `true`. */
export function evaluateExpression(
  text: string,
  contexts: Readonly<Record<string, ContextValue>>,
  status: Partial<StatusFunctions> = {},
): string {
  const { Lexer, Parser, Evaluator, data } = load().expressions;
  const functions = Object.entries(status).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer()),
  }));
  const parser = new Parser(new Lexer(text).lex().tokens, Object.keys(contexts), functions);
  const known = new Map(functions.map((each) => [each.name, each]));
  return new Evaluator(parser.parse(), dataOf(contexts), known).evaluate().coerceString();
}

/** A text with the values of its `${{ … }}`. */
export function fillExpressions(text: string, contexts: Readonly<Record<string, ContextValue>>): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
    evaluateExpression(expression.trim(), contexts),
  );
}

function dataOf(value: ContextValue): Data {
  const { data } = load().expressions;
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (value === undefined) return new data.Null();
  return new data.Dictionary(...Object.entries(value).map(([key, each]) => ({ key, value: dataOf(each) })));
}
