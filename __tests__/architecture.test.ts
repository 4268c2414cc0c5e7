import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const PROJECT = resolve(__dirname, '..');

/** Room → what it may import of ours. `types` = only with `import type`. */
const MAY_IMPORT: Readonly<Record<string, { all: readonly string[]; types?: readonly string[] }>> = {
  compiler: { all: [] },
  delivery: { all: ['compiler'] },
  constructs: { all: [], types: ['compiler', 'delivery'] },
  stacks: { all: ['constructs'], types: ['compiler', 'delivery'] },
  release: { all: ['compiler', 'delivery'] },
  local: { all: ['compiler', 'delivery'] },
  runtime: { all: [] },
  cli: { all: ['compiler', 'delivery', 'release', 'local', 'runtime'] },
  'main.ts': { all: ['compiler', 'delivery', 'stacks'] },
};
const TOP_LEVEL = [
  ...Object.keys(MAY_IMPORT),
  'scripts',
  '__tests__',
  'docs',
  'flags',
  'opconfig',
  'environments',
];
const KNOWS_CDKTF = ['constructs', 'stacks', 'main.ts'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = Object.keys(MAY_IMPORT).flatMap((room) => typescriptFilesIn(join(PROJECT, room)));
const imports = files.flatMap(importsOf);
const ours = imports.filter(({ to }) => to.startsWith('.'));

test('a room imports only the rooms that the table allows', () => {
  const forbidden = ours.filter(({ from, to, typeOnly }) => {
    const [room, target] = [roomOf(from), roomOf(join(dirname(from), to))];
    const allowed = MAY_IMPORT[room] ?? { all: [] };
    if (room === target || allowed.all.includes(target)) return false;
    return !(typeOnly && allowed.types?.includes(target));
  });
  expect(forbidden).toEqual([]);
});

test('files do not import each other in a circle', () => {
  const values = ours.filter(({ typeOnly }) => !typeOnly);
  const graph = new Map<string, string[]>();
  for (const { from, to } of values) graph.set(from, [...(graph.get(from) ?? []), resolveImport(from, to)]);
  expect(findCycle(graph)).toEqual([]);
});

test('only main.ts, stacks/ and constructs/ know cdktf, and nobody imports the root of the provider', () => {
  const cdktf = imports.filter(({ to }) => /^(cdktf|constructs|@cdktf)(\/|$)/.test(to));
  expect(cdktf.filter(({ from }) => !KNOWS_CDKTF.includes(roomOf(from)))).toEqual([]);
  expect(cdktf.filter(({ to }) => /^@cdktf\/provider-aws(\/lib)?$/.test(to))).toEqual([]);
});

test('the top level has the rooms of the house and no other folder of code', () => {
  const folders = readdirSync(PROJECT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map((entry) => entry.name).filter((name) => !name.startsWith('.'));
  const generated = ['node_modules', 'cdktf.out', 'coverage', 'reports'];
  expect(names.filter((name) => !TOP_LEVEL.includes(name) && !generated.includes(name))).toEqual([]);
});

test('a test file has the name and the place of the file it tests, or a folder of its own', () => {
  const roomTests = Object.keys(MAY_IMPORT).flatMap((room) =>
    typescriptFilesIn(join(PROJECT, '__tests__', room)),
  );
  const strays = roomTests
    .map((file) => relative(join(PROJECT, '__tests__'), join(PROJECT, file)))
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => !existsSync(join(PROJECT, file.replace('.test.ts', '.ts'))));
  expect(strays).toEqual([]);
});

/** Props, options and other types are read where something is called, too: only what exists at run time counts. */
test('nobody exports what nobody imports', () => {
  const importers = [...files, ...['scripts', '__tests__'].flatMap((room) => filesIn(join(PROJECT, room)))];
  const imported = new Set(importers.flatMap(namesImportedBy));
  const byScripts = importers.filter((file) => file.endsWith('.js')).map(textOf);
  const written = files.filter((file) => !file.endsWith('.d.ts'));
  const unused = written.flatMap((file) =>
    [...textOf(file).matchAll(/^export (?:async |abstract )*(?:const|function\*?|class) (\w+)/gm)]
      .map(([, name = '']) => name)
      // A command is loaded when it is asked for.
      .filter((name) => name !== 'run' && ![name, '*'].some((each) => imported.has(`${file} ${each}`)))
      .filter((name) => !byScripts.some((text) => text.includes(name)))
      .map((name) => `${file} ${name}`),
  );
  expect(unused).toEqual([]);
});

/** `<file> <name>` of everything that a file takes, `*` where that is all of it. */
function namesImportedBy(file: string): string[] {
  const found = textOf(file).matchAll(
    /^(?:import|export) (?:type )?(?:\{([^}]*)\}|(\*) as \w+) from '(\.[^']+)'/gm,
  );
  return [...found].flatMap(([, names, all = '', to = '']) =>
    (names ?? all)
      .split(',')
      .map((name) => /^\s*(?:type )?([\w*]+)/.exec(name)?.[1] ?? '')
      .map((name) => `${resolveImport(file, to)} ${name}`),
  );
}

function textOf(file: string): string {
  return readFileSync(join(PROJECT, file), 'utf8');
}

function filesIn(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|ts)$/.test(file))
    .map((file) => relative(PROJECT, join(place, file)));
}

function typescriptFilesIn(place: string): string[] {
  if (!existsSync(place)) return [];
  if (place.endsWith('.ts')) return [relative(PROJECT, place)];
  return filesIn(place).filter((file) => file.endsWith('.ts'));
}

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({
        from: file,
        to: node.moduleSpecifier.text,
        typeOnly: node.importClause?.isTypeOnly ?? false,
      });
    }
    if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ from: file, to: node.moduleSpecifier.text, typeOnly: node.isTypeOnly });
    }
    const [argument] = ts.isCallExpression(node) ? node.arguments : [];
    if (ts.isCallExpression(node) && isImportCall(node) && argument && ts.isStringLiteral(argument)) {
      found.push({ from: file, to: argument.text, typeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isImportCall({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require')
  );
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function resolveImport(from: string, to: string): string {
  const path = join(dirname(from), to);
  return [`${path}.ts`, path, join(path, 'index.ts')].find((file) => existsSync(join(PROJECT, file))) ?? path;
}

/** The first circle found, as the path that closes it; empty when there is none. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): readonly string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const cycle = walk(next, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const cycle = walk(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
