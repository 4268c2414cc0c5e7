import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import type { CachePlace } from '../../../compiler/cache/cache-place';
import { loadProject, type LoadedProject } from '../../../compiler/load-project';
import type { Project } from '../../../compiler/project';
import { parseYaml } from '../../../compiler/reading/parse-yaml';
import { aCachePlace } from '../../builders/cache';
import { WHOLE_SHOP } from '../../builders/whole-shop';
import { SMALL_PROJECT, writeProject, type ProjectFiles } from '../../builders/write-project';
import { unmark, type BrokenCase } from '../corpus/broken-case';
import { CORPUS } from '../corpus/corpus';

jest.mock('../../../compiler/reading/parse-yaml', () => {
  const actual = jest.requireActual<object>('../../../compiler/reading/parse-yaml');
  return { parseYaml: jest.fn((actual as { parseYaml: typeof parseYaml }).parseYaml) };
});
const parse = jest.mocked(parseYaml);
beforeEach(() => parse.mockClear());

const TODAY = '2026-11-21';
const COMPILER = resolve(__dirname, '..', '..', '..', 'compiler');
const FLAG = 'description: D\nowner: team-a\nlifecycle: permanent\n';
const WITH_SCHEMA: ProjectFiles = {
  ...SMALL_PROJECT,
  '.github/CODEOWNERS': '* @example/team-a\n',
  'opconfig/checkout.yaml': 'owner: team-a\nschema: checkout.json\ndefault: { a: 1 }\n',
  'opconfig/checkout.json': '{ "type": "object", "properties": { "a": { "type": "integer" } } }\n',
  'flags/checkout/old.yaml': `${FLAG.replace('permanent', 'release')}expires: 2026-01-01\ndefault: { enabled: true }\n`,
};

function load(root: string, cache: CachePlace | false): LoadedProject {
  return loadProject(root, { today: TODAY, cache });
}

/** What anybody can see of it. */
function seen({ project, diagnostics, sources }: LoadedProject) {
  return { project, diagnostics, sources: [...sources] };
}

function filesOf({ folder }: CachePlace, ending: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

describe('loadProject() with a cache', () => {
  test.each(CORPUS.map((each) => [`${each.code}${each.about ? `, ${each.about}` : ''}`, each] as const))(
    'finds what it finds without one: %s',
    (_name, broken: BrokenCase) => {
      const root = writeProject(unmark(broken).files);
      const cache = aCachePlace();
      const expected = seen(load(root, false));
      expect(seen(load(root, cache))).toEqual(expected);
      expect(seen(load(root, cache))).toEqual(expected);
      for (const file of filesOf(cache, '.answers')) rmSync(file);
      expect(seen(load(root, cache))).toEqual(expected);
    },
  );

  test('finds what it finds without one: a whole shop', () => {
    const root = writeProject(WHOLE_SHOP);
    const cache = aCachePlace();
    const expected = seen(load(root, false));
    expect(expected.project?.components.length).toBeGreaterThan(1);
    expect(seen(load(root, cache))).toEqual(expected);
    expect(seen(load(root, cache))).toEqual(expected);
  });

  test('parses nothing the second time, and only the changed file the third', () => {
    const root = writeProject(WITH_SCHEMA);
    const cache = aCachePlace();
    const first = load(root, cache);
    parse.mockClear();
    const second = load(root, cache);
    expect(second.diagnostics.map(({ code }) => code)).toEqual(['EXPIRED']);
    expect(parse).not.toHaveBeenCalled();
    expect(seen(second)).toEqual(seen(first));
    parse.mockClear();
    writeFileSync(join(root, 'flags/checkout/pay.yaml'), `${FLAG}default: { enabled: 1 }\n`);
    expect(load(root, cache).diagnostics.map(({ code }) => code)).toEqual(
      ['WRONG_TYPE', 'EXPIRED'].reverse(),
    );
    const parsed = parse.mock.calls.map(([source]) => source.file);
    expect(parsed).toEqual(['flags/checkout/pay.yaml', 'opconfig/checkout.json']);
  });

  test('freezes the project that it builds for who asks for it', () => {
    const root = writeProject(WITH_SCHEMA);
    const cache = aCachePlace();
    load(root, cache);
    const { project } = load(root, cache);
    expect(Object.isFrozen(project?.components[0]?.flags[0]?.overrides)).toBe(true);
  });

  const EDITS: readonly (readonly [string, (root: string) => void])[] = [
    ['a flag', (root) => writeFileSync(join(root, 'flags/checkout/pay.yaml'), `${FLAG}default: {}\n`)],
    ['a flag that is gone', (root) => rmSync(join(root, 'flags/checkout/old.yaml'))],
    [
      'a flag in another folder',
      (root) => renameSync(join(root, 'flags/checkout'), join(root, 'flags/search')),
    ],
    [
      'a name',
      (root) => renameSync(join(root, 'environments/beta.yaml'), join(root, 'environments/gamma.yaml')),
    ],
    [
      'the schema of a document',
      (root) => writeFileSync(join(root, 'opconfig/checkout.json'), '{ "type": "array" }'),
    ],
    ['a schema that is gone', (root) => rmSync(join(root, 'opconfig/checkout.json'))],
    ['CODEOWNERS', (root) => writeFileSync(join(root, '.github/CODEOWNERS'), '* @example/team-b\n')],
    ['CODEOWNERS that cannot be read', (root) => writeFileSync(join(root, '.github/CODEOWNERS'), '\0')],
    ['a stray file', (root) => writeFileSync(join(root, 'flags/checkout/x.json'), '{}')],
    ['a file beside documents', (root) => writeFileSync(join(root, 'opconfig/x.toml'), '')],
    [
      'a schema that has become a link out of opconfig/',
      (root) => {
        renameSync(join(root, 'opconfig/checkout.json'), join(root, 'outside.json'));
        symlinkSync('../outside.json', join(root, 'opconfig/checkout.json'));
      },
    ],
  ];
  test.each(EDITS)('sees a change of %s', (_what, edit) => {
    const root = writeProject(WITH_SCHEMA);
    const cache = aCachePlace();
    const before = seen(load(root, cache));
    edit(root);
    const after = seen(load(root, false));
    expect(seen(load(root, cache))).toEqual(after);
    expect(seen(load(root, cache))).toEqual(after);
    expect(after).not.toEqual(before);
  });

  test('does not take what was found on another day, or less strictly', () => {
    const root = writeProject(WITH_SCHEMA);
    const cache = aCachePlace();
    const severities = (options: object) =>
      loadProject(root, { today: TODAY, cache, ...options }).diagnostics.map(({ severity }) => severity);
    const all = () => [{}, { strict: true }, { today: '2025-12-31' }].map(severities);
    expect(all()).toEqual([['warning'], ['error'], []]);
    expect(all()).toEqual([['warning'], ['error'], []]);
  });

  test('remembers what else was looked for, and looks when it was not', () => {
    const root = writeProject(WITH_SCHEMA);
    const cache = aCachePlace();
    const alsoCheck = jest.fn(({ environments }: Project) =>
      environments.map(({ at }) => ({
        ...at,
        code: 'X',
        severity: 'warning' as const,
        message: 'm',
        fix: 'f',
      })),
    );
    const codes = (options: object) =>
      loadProject(root, { today: TODAY, cache, ...options }).diagnostics.map(({ code }) => code);
    const both = () => [codes({}), codes({ alsoCheck })];
    expect(both()).toEqual([['EXPIRED'], ['X', 'X', 'EXPIRED']]);
    expect(both()).toEqual([['EXPIRED'], ['X', 'X', 'EXPIRED']]);
    expect(alsoCheck).toHaveBeenCalledTimes(1);
  });

  test('does not believe what another version found', () => {
    const root = writeProject(WITH_SCHEMA);
    const cache = aCachePlace();
    load(root, cache);
    parse.mockClear();
    load(root, { ...cache, version: 'two' });
    expect(parse.mock.calls.length).toBeGreaterThan(5);
  });

  test('keeps nothing where a secret was found', () => {
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const root = writeProject({
      ...WITH_SCHEMA,
      'flags/checkout/pay.yaml': `${FLAG}default: {}\n# ${secret}\n`,
    });
    const cache = aCachePlace();
    expect(load(root, cache).diagnostics.map(({ code }) => code)).toContain('SECRET_FOUND');
    expect(readdirSync(cache.folder)).toEqual([]);
  });

  test('does without one where it cannot write', () => {
    const root = writeProject(WITH_SCHEMA);
    const cache = aCachePlace({ folder: join(root, 'opconfig/checkout.json') });
    expect(seen(load(root, cache))).toEqual(seen(load(root, false)));
  });

  test('leaves small projects alone', () => {
    const cache = aCachePlace({ fewestFiles: 7 });
    load(writeProject(WITH_SCHEMA), cache);
    expect(readdirSync(cache.folder)).toEqual([]);
  });
});

/** Whatever may have happened to a file since it was written. */
const damage = fc.oneof(
  fc.record({
    kind: fc.constant('flip' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bit: fc.nat(7),
  }),
  fc.record({
    kind: fc.constant('cut' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bit: fc.nat(7),
  }),
  fc.record({ kind: fc.constant('swap' as const), at: fc.constant(0), bit: fc.constant(0) }),
  fc.record({
    kind: fc.constant('fill' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bit: fc.nat(7),
  }),
);

test('loadProject() finds the same whatever has happened to its caches, and mends them', () => {
  const root = writeProject(WITH_SCHEMA);
  const cache = aCachePlace();
  const expected = seen(load(root, false));
  load(root, cache);
  const [answers = '', trees = ''] = [filesOf(cache, '.answers')[0], filesOf(cache, '.trees')[0]];
  const whole = [answers, trees].map((file) => [file, readFileSync(file)] as const);
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), fc.nat(2), (damages, which) => {
      for (const [file, content] of whole) writeFileSync(file, content);
      const damaged = which === 2 ? [answers, trees] : [which === 0 ? answers : trees];
      // Without the answers the trees are read.
      if (which === 1) rmSync(answers);
      for (const file of damaged) for (const each of damages) hurt(file, each, [answers, trees]);
      expect(seen(load(root, cache))).toEqual(expected);
      expect(seen(load(root, cache))).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});

function hurt(
  file: string,
  { kind, at, bit }: { kind: string; at: number; bit: number },
  files: string[],
): void {
  const content = readFileSync(file);
  const offset = Math.min(content.length - 1, Math.floor(at * content.length));
  if (kind === 'cut') truncateSync(file, Math.max(0, offset));
  else if (kind === 'swap')
    writeFileSync(file, readFileSync(files.find((each) => each !== file) ?? file, { flag: 'a+' }));
  else if (offset >= 0) {
    if (kind === 'flip') content.writeUInt8(content.readUInt8(offset) ^ (1 << bit), offset);
    else content.fill(bit, offset);
    writeFileSync(file, content);
  }
}

test('ProjectCache knows every file of the compiler that looks at the disk', () => {
  // What a new one reads decides what is found: it belongs to the question in project-cache.ts.
  const looking = readdirSync(COMPILER, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && /from '(node:)?fs/.test(readFileSync(join(COMPILER, file), 'utf8')),
    )
    .sort();
  expect(looking).toEqual([
    'cache/answer-cache.ts',
    'cache/cache-file.ts',
    'cache/cache-place.ts',
    'operations/load-schema.ts',
    'read-definitions.ts',
    'reading/find-files.ts',
    'reading/read-source.ts',
  ]);
});
