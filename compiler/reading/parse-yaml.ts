import { Composer, Parser, visit, YAMLParseError, type CST, type Document, type YAMLError } from 'yaml';
import { buildTree } from './build-tree';
import { composePlain } from './compose-plain';
import type { Findings } from './findings';
import { sayMissingSpace, sayOddSpace, saySyntax, type SyntaxMistake } from './say-syntax';
import { startOfSource, type Source } from './source';
import type { YamlMap, YamlNode } from './yaml-tree';

/** One YAML 1.2 document whose root is a map; anything else is a finding, and `undefined`. */
export function parseYaml(source: Source, findings: Findings): YamlMap | undefined {
  const tokens = [...new Parser().parse(source.text)];
  return composePlain(tokens, source) ?? composeFully(tokens, source, findings);
}

/** With everything that YAML has, and everything that may be wrong. */
export function composeFully(
  tokens: readonly CST.Token[],
  source: Source,
  findings: Findings,
): YamlMap | undefined {
  const document = composeOnce(tokens, source.text);
  const mistake = document.errors[0] ?? document.warnings[0] ?? wrongVersion(document);
  if (mistake) {
    report(source, placed(mistake, document), findings);
    return undefined;
  }
  if (document.contents === null) return reportEmpty(source, findings);
  const root = buildTree(document, source, findings);
  return root === undefined ? undefined : mapOrReport(root, findings);
}

type Mistake = Pick<YAMLError, 'code' | 'message' | 'pos'>;

/** The parser says where a text without its closing quote ends, not where it begins. */
function placed({ code, message, pos }: Mistake, document: Document.Parsed): SyntaxMistake {
  let lastQuote: number | undefined;
  if (code === 'MISSING_CHAR')
    visit(document, {
      Scalar(_key, { type, range }) {
        if (type?.startsWith('QUOTE') && range) lastQuote = Math.max(lastQuote ?? 0, range[0]);
      },
    });
  return { code, message, pos, lastQuote };
}

/** As `parseDocument` does, from tokens that are there already. */
function composeOnce(tokens: readonly CST.Token[], text: string): Document.Parsed {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    // Duplicate keys are found while the tree is built: the composer compares every key with every other one.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const [document, another] = firstTwo(composer.compose(tokens, true, text.length));
  if (!document) throw new Error('yaml has composed no document');
  if (another) {
    const [start, end] = another.range;
    document.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'several documents'));
  }
  return document;
}

/** What is wrong behind a second document matters no more. */
function firstTwo<Item>(items: Iterable<Item>): readonly Item[] {
  const first: Item[] = [];
  for (const item of items) if (first.push(item) === 2) break;
  return first;
}

function wrongVersion(document: Document.Parsed): Mistake | undefined {
  if (document.directives.yaml.version === '1.2') return undefined;
  const message = `the file asks for YAML ${document.directives.yaml.version}`;
  return { code: 'BAD_DIRECTIVE', message, pos: [0, 0] };
}

function report(source: Source, mistake: SyntaxMistake, findings: Findings): void {
  const { code, message, pos } = mistake;
  const at = { source, start: pos[0], end: pos[1] };
  if (code === 'TAB_AS_INDENT') {
    findings.error(at, 'YAML_TAB', {
      message: 'a tab is used to indent',
      fix: 'indent with spaces',
    });
  } else if (code === 'MULTIPLE_DOCS') {
    findings.error({ ...at, end: at.start + 3 }, 'YAML_SEVERAL_DOCUMENTS', {
      message: 'a second document starts here, a file holds one',
      fix: 'move it to a file of its own',
    });
  } else if (code === 'RESOURCE_EXHAUSTION') {
    findings.error(at, 'YAML_TOO_DEEP', { message: 'the file is nested too deeply', fix: 'flatten it' });
  } else if (code === 'TAG_RESOLVE_FAILED' || code === 'BAD_DIRECTIVE') {
    findings.error(at, 'YAML_NOT_CORE', {
      message: `${lowerFirst(message)}, only the core schema of YAML 1.2 is understood`,
      fix: 'remove it',
    });
  } else {
    findings.error(at, 'YAML_SYNTAX', saySyntax(mistake, source));
  }
}

function reportEmpty(source: Source, findings: Findings): undefined {
  findings.error(startOfSource(source), 'FILE_EMPTY', {
    message: `${source.file} is empty`,
    fix: 'fill it in, or remove it',
  });
  return undefined;
}

function mapOrReport(root: YamlNode, findings: Findings): YamlMap | undefined {
  if (root.kind === 'map') return root;
  const got = root.kind === 'list' ? 'a list' : 'a single value';
  const written = root.source.text.slice(root.start, root.end);
  const slip = root.kind === 'scalar' ? (sayOddSpace(written) ?? sayMissingSpace(written)) : undefined;
  findings.error(root, 'WRONG_TYPE', {
    message: `the file is ${got}, it must be a map${slip ? `: ${slip.message}` : ''}`,
    fix: slip?.fix ?? 'write key: value',
  });
  return undefined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
