import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { compileDocuments } from '../../compiler/compile-documents';
import type { Diagnostic } from '../../compiler/diagnostic';
import { loadProject } from '../../compiler/load-project';
import { targetsOf } from '../../compiler/targets';
import { SMALL_PROJECT, writeProject, type ProjectFiles } from '../builders/write-project';

const TODAY = '2026-11-21';
const FLAG = 'description: D\nowner: team-a\nlifecycle: permanent\n';

function found(files: ProjectFiles): string[] {
  const { diagnostics } = loadProject(writeProject({ ...SMALL_PROJECT, ...files }), { today: TODAY });
  return diagnostics.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`);
}

test('loadProject() finds the mistakes of all files in one pass, sorted by file and line', () => {
  expect(
    found({
      'opconfig/checkout.yaml': 'owner: team-a\ndefault: {}\nextra: 1\n',
      'flags/checkout/pay.yaml': `${FLAG}default: { enabled: maybe, max: 1 }\noverrides: { bta: {} }\n`,
      'environments/beta.yaml': 'account: "111111111111"\nregions: [us-east-1, us-east-1]\nafter: alpha\n',
      'flags/checkout/torn.yaml': 'default: {\n',
    }),
  ).toEqual([
    'DUPLICATE_REGION environments/beta.yaml:2:22',
    'AFTER_UNKNOWN environments/beta.yaml:3:8',
    'WRONG_TYPE flags/checkout/pay.yaml:4:21',
    'ATTRIBUTE_UNKNOWN flags/checkout/pay.yaml:4:28',
    'SELECTOR_UNKNOWN_ENVIRONMENT flags/checkout/pay.yaml:5:14',
    'YAML_SYNTAX flags/checkout/torn.yaml:2:1',
    'UNKNOWN_KEY opconfig/checkout.yaml:3:1',
  ]);
});

test('loadProject() blames nobody for naming a flag whose file is torn', () => {
  expect(
    found({
      'flags/checkout/torn.yaml': 'default: {\n',
      'flags/checkout/pay.yaml': `${FLAG}default: { enabled: true }\nrequires: [torn]\n`,
    }),
  ).toEqual(['YAML_SYNTAX flags/checkout/torn.yaml:2:1']);
});

test('loadProject() blames nobody for naming an environment whose file is torn', () => {
  expect(
    found({
      'environments/beta.yaml': 'regions: [\n',
      'environments/prod.yaml':
        'after: beta\naccount: "333333333333"\nregions: [us-west-2]\nstrategy: AppConfig.Canary10Percent20Minutes\n',
      'flags/checkout/pay.yaml': `${FLAG}default: {}\noverrides: { beta/eu-west-3: { enabled: true } }\n`,
    }),
  ).toEqual(['YAML_SYNTAX environments/beta.yaml:2:1']);
});

test('loadProject() does not miss a required attribute whose value is only wrong', () => {
  expect(
    found({
      'flags/checkout/pay.yaml': `${FLAG}attributes: { max: { type: number, required: true } }\ndefault: { max: high }\n`,
    }),
  ).toEqual(['ATTRIBUTE_WRONG_TYPE flags/checkout/pay.yaml:5:17']);
});

test('loadProject() does not compare values with an attribute whose definition is wrong', () => {
  expect(
    found({
      'flags/checkout/pay.yaml': `${FLAG}attributes: { max: { type: numbr, minimum: 5 } }\ndefault: { max: 1 }\n`,
    }),
  ).toEqual(['VALUE_NOT_ALLOWED flags/checkout/pay.yaml:4:28']);
});

test('loadProject() does not compare flags that do not say whether they are on', () => {
  expect(
    found({
      'flags/checkout/stock.yaml': `${FLAG}default: { enabled: yes }\n`,
      'flags/checkout/pay.yaml': `${FLAG}default: { enabled: true }\nrequires: [stock]\n`,
    }),
  ).toEqual(['WRONG_TYPE flags/checkout/stock.yaml:4:21']);
});

test('loadProject() reports a mistake in an inherited value once, in the file that supplied it', () => {
  expect(
    found({
      'environments/_base.yaml': 'strategy: AppConfig.AllAtOne\nalarms: [{ name: a }]\n',
      'environments/beta.yaml': 'extends: _base\naccount: "111111111111"\nregions: [us-east-1]\n',
      'environments/local.yaml': 'extends: _base\nregions: [us-east-1]\n',
    }),
  ).toEqual([
    'STRATEGY_UNKNOWN environments/_base.yaml:1:11',
    // metric, periods, compare and threshold
    'MISSING_KEY environments/_base.yaml:2:1',
    'MISSING_KEY environments/_base.yaml:2:1',
    'MISSING_KEY environments/_base.yaml:2:1',
  ]);
});

test('loadProject() finds a dangling link, and links in a circle', () => {
  const root = writeProject(SMALL_PROJECT);
  symlinkSync('nowhere.yaml', join(root, 'flags/checkout/dangling.yaml'));
  symlinkSync('round.yaml', join(root, 'flags/checkout/round.yaml'));
  const { diagnostics } = loadProject(root, { today: TODAY });
  expect(diagnostics.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`)).toEqual([
    'FILE_UNREADABLE flags/checkout/dangling.yaml:1:1',
    'FILE_UNREADABLE flags/checkout/round.yaml:1:1',
  ]);
});

test('loadProject() finds files where folders should be', () => {
  expect(
    loadProject(writeProject({ flags: 'x', environments: 'y' }), { today: TODAY }).diagnostics.map(
      ({ code, file }) => `${code} ${file}`,
    ),
  ).toEqual(['FILE_UNREADABLE environments', 'NO_ENVIRONMENTS environments', 'FILE_UNREADABLE flags']);
});

test('loadProject() does not read a device', () => {
  const root = writeProject(SMALL_PROJECT);
  symlinkSync('/dev/zero', join(root, 'flags/checkout/zero.yaml'));
  expect(loadProject(root, { today: TODAY }).diagnostics.map(({ code }) => code)).toEqual([
    'FILE_UNREADABLE',
  ]);
});

test('loadProject() follows no link of a schema out of opconfig/', () => {
  const root = writeProject({
    ...SMALL_PROJECT,
    'opconfig/checkout.yaml': 'owner: a\nschema: out.json\ndefault: {}\n',
  });
  symlinkSync('/etc/passwd', join(root, 'opconfig/out.json'));
  const { diagnostics, sources } = loadProject(root, { today: TODAY });
  expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['SCHEMA_PATH 2']);
  expect([...sources.keys()]).not.toContain('opconfig/out.json');
});

test('loadProject() says of an empty folder that it has no environment', () => {
  const root = writeProject({});
  const { project, diagnostics } = loadProject(root);
  expect(project).toBeUndefined();
  expect(diagnostics).toEqual([
    {
      code: 'NO_ENVIRONMENTS',
      severity: 'error',
      file: 'environments',
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 1,
      message: 'there is no environment',
      fix: `add environments/local.yaml with regions: [us-east-1] to ${root}, or name another folder with --root`,
    },
  ]);
});

test('loadProject() leaves hidden files and notes alone', () => {
  expect(
    found({
      'flags/README.md': 'x',
      'flags/checkout/.gitkeep': '',
      'opconfig/notes.txt': 'x',
      'flags/.DS_Store': 'x',
    }),
  ).toEqual([]);
});

test('loadProject() finds an expired flag an error when it is strict', () => {
  const files = { ...SMALL_PROJECT, 'flags/checkout/pay.yaml': `${FLAG}expires: 2026-11-20\ndefault: {}\n` };
  const severities = (options: object) =>
    loadProject(writeProject(files), { today: TODAY, ...options }).diagnostics.map(
      ({ severity }) => severity,
    );
  expect(severities({})).toEqual(['warning']);
  expect(severities({ strict: true })).toEqual(['error']);
  expect(severities({ today: '2026-11-20', strict: true })).toEqual([]);
});

test('loadProject() answers within the stack on a chain of a thousand requirements', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 1000 }, (_, n) => [
      `flags/chain/f${n}.yaml`,
      `${FLAG}default: { enabled: true }\n${n < 999 ? `requires: [f${n + 1}]\n` : ''}`,
    ]),
  );
  expect(loadProject(writeProject({ ...SMALL_PROJECT, ...chain }), { today: TODAY }).diagnostics).toEqual([]);
});

const RICH: ProjectFiles = {
  'environments/_base.yaml':
    'tags: { a: &tag "x ${region}" }\nalarms:\n  - name: faults\n    metric: { namespace: S, name: N, statistic: Sum, period-seconds: 60 }\n    compare: above\n    threshold: 5\n    periods: 2\nbackend: { type: s3, bucket: my-bucket, region: us-east-1 }\n',
  'environments/beta.yaml':
    'extends: _base\naccount: "111111111111"\nwaves:\n  - { name: one, regions: [us-east-1], bake-minutes: 1 }\nstrategy: { growth: linear, factor-percent: 10, duration-minutes: 5, bake-minutes: 5 }\nwindows: [{ days: mon-fri, from: "09:00", to: "16:00", time-zone: Europe/Dublin }]\ntests: { acceptance: { commands: [x], reports: [{ files: a, format: junit }], minutes: 1 } }\n',
  'flags/_segments/staff.yaml':
    'description: Staff\nwhen: { email: { ends-with: "@x.org" }, any: [{ a: 1 }, { not: { b: [c, d] } }] }\n',
  'flags/checkout/pay.yaml': `${FLAG}expires: 2099-01-01\nattributes:\n  max: { type: number, minimum: 1, maximum: 9, required: true }\n  tags: { type: array, elements: { type: string, pattern: "^[a-z]+$" } }\ndefault: { enabled: true, max: 3, tags: [a] }\noverrides:\n  beta:\n    variants:\n      - { name: Staff, when: { segment: staff, percent: 10, of: id }, set: { max: 5 } }\n      - name: Old\n        rule: '(and (gt $age 64) (exists key::"a"))'\n  local: { tags: null }\nspecs: [{ in: beta/us-east-1, given: { a: 1 }, expect: { enabled: true } }]\n`,
  'opconfig/checkout.yaml':
    'owner: team-a\nschema: { type: object, required: [a], properties: { a: { $ref: "#/definitions/n" } }, definitions: { n: { type: integer } } }\ndefault: { a: 1, b: { c: [1, 2] } }\noverrides: { beta: { b: { c: null } } }\n',
};

/** Pieces that turn one valid file into another, or into none. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'{}[]:,-#&*!|>%@`?"\'\t\n\r\\ ~',
    '<<: ',
    '*tag',
    '&tag ',
    '\n---\n',
    'null',
    '.nan',
    '1e999',
  ),
  fc.constantFrom(
    '__proto__: 1',
    'constructor',
    '\ud800',
    '\u0000',
    '\ufeff',
    '99999999999999999999',
    '!!binary x',
    '? ',
  ),
  fc.string({ maxLength: 8 }),
);
const mutation = fc.record({
  file: fc.constantFrom(...Object.keys(RICH)),
  at: fc.nat(),
  remove: fc.oneof(fc.constant(0), fc.nat(6), fc.nat(80)),
  insert: piece,
});

test('loadProject() answers every mutation of valid files with diagnostics or a project, never with a throw', () => {
  const root = writeProject(SMALL_PROJECT);
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const files: Record<string, string> = { ...(RICH as Record<string, string>) };
      for (const { file, at, remove, insert } of mutations) {
        const text = files[file] ?? '';
        const start = at % (text.length + 1);
        files[file] = text.slice(0, start) + insert + text.slice(start + remove);
      }
      for (const [file, text] of Object.entries(files)) writeInto(root, file, text);
      const { project, diagnostics } = loadProject(root, { today: TODAY });
      expect(project === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      for (const each of diagnostics) expect(isInside(each, files[each.file] ?? '')).toBe(true);
      if (project)
        expect(() => targetsOf(project).map((target) => compileDocuments(project, target))).not.toThrow();
    }),
    { numRuns: 200 },
  );
});

function writeInto(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** A diagnostic points at something that is there. */
function isInside({ line, column, endLine, endColumn }: Diagnostic, text: string): boolean {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const isOrdered = endLine > line || (endLine === line && endColumn >= column);
  return (
    line >= 1 &&
    column >= 1 &&
    isOrdered &&
    line <= lines.length &&
    column <= (lines[line - 1]?.length ?? 0) + 1
  );
}

test('loadProject() takes schemas in a folder beside the documents, and notes anywhere', () => {
  expect(
    found({
      'opconfig/checkout.yaml': 'owner: team-a\nschema: schemas/checkout.yaml\ndefault: {}\n',
      'opconfig/schemas/checkout.yaml': 'type: object\n',
      'opconfig/schemas/README.md': 'notes\n',
      'opconfig/old/search.schema.json': '{}',
      'opconfig/README.md': 'notes\n',
      'environments/README.md': 'notes\n',
    }),
  ).toEqual([]);
});
