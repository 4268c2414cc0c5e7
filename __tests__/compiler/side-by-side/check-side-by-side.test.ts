import type { Diagnostic } from '../../../compiler/diagnostic';
import { loadProject, type LoadedProject } from '../../../compiler/load-project';
import { checkSideBySide } from '../../../compiler/side-by-side/check-side-by-side';
import { SMALL_PROJECT, writeProject, type ProjectFiles } from '../../builders/write-project';
import { BETA, CHECKOUT, flag, flagWith, operations, PAY, unmark } from '../corpus/broken-case';
import { SIDE_BY_SIDE_CASES } from '../corpus/side-by-side';

const ON = '{ enabled: true, a: 5 }';

function load(files: ProjectFiles): LoadedProject & { project: NonNullable<LoadedProject['project']> } {
  const loaded = loadProject(writeProject(files), { today: '2026-11-21' });
  const { project } = loaded;
  if (!project) throw new Error(JSON.stringify(loaded.diagnostics));
  return { ...loaded, project };
}

function compare(base: ProjectFiles, head: ProjectFiles): readonly Diagnostic[] {
  const { project, sources } = load(head);
  return checkSideBySide(load(base).project, project, sources);
}

function without(left: string): ProjectFiles {
  return Object.fromEntries(Object.entries(SMALL_PROJECT).filter(([file]) => file !== left));
}

/** Over the files of the small project. */
function found(base: ProjectFiles, head: ProjectFiles): readonly string[] {
  return compare({ ...SMALL_PROJECT, ...base }, { ...SMALL_PROJECT, ...head }).map(({ code }) => code);
}

test.each(
  SIDE_BY_SIDE_CASES.map((each) => [`${each.code}${each.about ? `, ${each.about}` : ''}`, each] as const),
)('checkSideBySide() finds %s where it is written, and nothing else', (_name, { base, ...broken }) => {
  const { files, at } = unmark(broken);
  const diagnostics = compare({ ...SMALL_PROJECT, ...base }, files);
  expect(
    diagnostics.map(
      ({ code, severity, file, line, column }) => `${code} ${severity} ${file}:${line}:${column}`,
    ),
  ).toEqual([`${broken.code} ${broken.severity ?? 'error'} ${at}`]);
  const said = diagnostics.flatMap(({ message, fix }) => [message, fix]);
  expect(said.filter((text) => /^[A-Z]|\n|\.$|undefined|\[object/.test(text))).toEqual([]);
});

test('checkSideBySide() says what is served where, and how to stage it', () => {
  const base = { [CHECKOUT]: operations('default: { log-level: trace }') };
  const head = {
    [CHECKOUT]: operations(
      'schema: { properties: { log-level: { enum: [info, error] } } }\ndefault: { log-level: info }',
    ),
  };
  expect(compare({ ...SMALL_PROJECT, ...base }, { ...SMALL_PROJECT, ...head })).toMatchObject([
    {
      message:
        'the schema does not take what is served in beta/us-east-1, beta/eu-west-1: log-level is "trace", it must be equal to one of the allowed values ("info", "error")',
      fix: 'let the schema take both in this release, change the documents in the next one, and narrow the schema in the one after',
    },
  ]);
});

test('checkSideBySide() takes each step of a staged change', () => {
  const steps = [
    ['[debug, info]', 'debug'],
    ['[debug, info, trace]', 'debug'],
    ['[debug, info, trace]', 'trace'],
    ['[info, trace]', 'trace'],
  ].map(([choices, level]) => ({
    [CHECKOUT]: operations(
      `schema: { properties: { log-level: { enum: ${choices} } } }\ndefault: { log-level: ${level} }`,
    ),
  }));
  const releases = steps.slice(1).map((head, index) => found(steps[index] ?? {}, head));
  expect(releases).toEqual([[], [], []]);
  expect(found(steps[0] ?? {}, steps[3] ?? {})).toEqual([
    'SCHEMA_REFUSES_SERVED',
    'DOCUMENT_BREAKS_PREVIOUS',
  ]);
});

test('checkSideBySide() lets a flag be switched, changed within its limits, and described anew', () => {
  const base = { [PAY]: flagWith('a: { type: number, maximum: 9, required: true }', ON) };
  const attribute = 'a: { type: number, maximum: 9, required: true, description: How many }';
  expect(found(base, { [PAY]: flagWith(attribute, '{ enabled: false, a: 9 }') })).toEqual([]);
  expect(found({ [PAY]: flag('default: {}') }, { [PAY]: flag('default: { enabled: true }') })).toEqual([]);
});

test.each([
  ['off everywhere', flag('default: {}')],
  ['called deprecated', flag('deprecated: { reason: done }\ndefault: { enabled: true }')],
])('checkSideBySide() lets a flag go that is %s', (_name, text) => {
  expect(compare({ ...SMALL_PROJECT, [PAY]: text }, without(PAY))).toEqual([]);
});

test.each([
  ['without a value', flagWith('a: { type: number }', '{ enabled: true }'), '{ enabled: true }'],
  ['of a flag that was off', flagWith('a: { type: number }', '{ a: 5 }'), '{ enabled: true }'],
  ['of a flag that is off now', flagWith('a: { type: number, required: true }', ON), '{}'],
  [
    'of a deprecated flag',
    flagWith('a: { type: number }', ON, 'deprecated: { reason: done }'),
    '{ enabled: true }',
  ],
])('checkSideBySide() lets an attribute go %s', (_name, base, now) => {
  expect(found({ [PAY]: base }, { [PAY]: flag(`default: ${now}`) })).toEqual([]);
});

test('checkSideBySide() compares places that both revisions serve', () => {
  const eu = { 'environments/beta.yaml': 'account: "111111111111"\nregions: [eu-west-1]\n' };
  const base = { [CHECKOUT]: operations('default: {}\noverrides: { beta/us-east-1: { limit: 5 } }') };
  const schema = 'schema: { additionalProperties: false }\ndefault: {}';
  expect(found(base, { [CHECKOUT]: operations(schema) })).toEqual(['SCHEMA_REFUSES_SERVED']);
  expect(found(base, { ...eu, [CHECKOUT]: operations(schema) })).toEqual([]);
  const same = { [CHECKOUT]: operations(schema) };
  expect(found(same, { ...same, 'opconfig/search.yaml': operations('default: {}') })).toEqual([]);
});

test('checkSideBySide() leaves the machine you sit at alone, unless there is nothing else', () => {
  const base = { [CHECKOUT]: operations('default: {}\noverrides: { local: { limit: 5 } }') };
  const head = { [CHECKOUT]: operations('schema: { additionalProperties: false }\ndefault: {}') };
  expect(found(base, head)).toEqual([]);
  const alone = without(BETA);
  const codes = compare({ ...alone, ...base }, { ...alone, ...head }).map(({ code }) => code);
  expect(codes).toEqual(['SCHEMA_REFUSES_SERVED']);
});

test('checkSideBySide() finds nothing in a schema that is only written otherwise', () => {
  const base = operations('schema: { required: [a], type: object }\ndefault: { a: 1 }');
  const head = operations(
    'schema:\n  type: object\n  description: What it is\n  required: [a]\ndefault: { a: 2 }',
  );
  expect(found({ [CHECKOUT]: base }, { [CHECKOUT]: head })).toEqual([]);
});

test('checkSideBySide() points into the files of now, or at the start of one that is gone, whatever it compares', () => {
  const small = SIDE_BY_SIDE_CASES.flatMap(({ base, ...broken }) => [
    load({ ...SMALL_PROJECT, ...base }),
    load(unmark(broken).files),
  ]);
  const lost = small.flatMap((base) =>
    small.flatMap(({ project, sources }) =>
      checkSideBySide(base.project, project, sources).filter(({ file, line, column, endColumn }) => {
        const text = sources.get(file)?.split('\n')[line - 1];
        if (text === undefined) return line !== 1 || column !== 1 || !base.sources.has(file);
        return column > text.length + 1 || endColumn < 1;
      }),
    ),
  );
  expect(lost).toEqual([]);
});

test('checkSideBySide() finds nothing between a project and itself', () => {
  const { project, sources } = load(SMALL_PROJECT);
  expect(checkSideBySide(project, project, sources)).toEqual([]);
});
