import { compileDocuments } from '../../compiler/compile-documents';
import { loadProject } from '../../compiler/load-project';
import type { Project } from '../../compiler/project';
import { findTarget } from '../../compiler/targets';
import { SMALL_PROJECT, writeProject, type ProjectFiles } from '../builders/write-project';

function load(files: ProjectFiles): Project {
  const { project, diagnostics } = loadProject(writeProject({ ...SMALL_PROJECT, ...files }), {
    today: '2026-11-21',
  });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return project as Project;
}

function environment(project: Project, name: string) {
  return project.environments.find((each) => each.name === name);
}

test('buildProject() gives an environment its defaults', () => {
  const local = environment(load({}), 'local');
  expect(local).toEqual({
    places: { regions: expect.objectContaining({ file: 'environments/local.yaml', line: 1, column: 10 }) },
    name: 'local',
    account: '000000000000',
    tags: {},
    waves: [{ name: 'all', regions: ['us-east-1'], bakeMinutes: 0 }],
    strategies: {
      flags: {
        predefined: 'AppConfig.AllAtOnce',
        growth: 'linear',
        factorPercent: 100,
        durationMinutes: 0,
        bakeMinutes: 10,
      },
      operations: {
        predefined: 'AppConfig.AllAtOnce',
        growth: 'linear',
        factorPercent: 100,
        durationMinutes: 0,
        bakeMinutes: 10,
      },
    },
    backend: { type: 'local' },
    alarms: [],
    onCall: {},
    approval: { required: false, notify: [] },
    windows: [],
    blockers: [],
    dependencies: {},
    tests: {},
    at: { file: 'environments/local.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 },
  });
});

test('buildProject() lets maps merge by key and lists and scalars replace along extends', () => {
  const project = load({
    'environments/_root.yaml':
      'tags: { a: "1", b: "1" }\nblockers: ["arn:aws:cloudwatch:us-east-1:111111111111:alarm:x"]\n',
    'environments/_base.yaml':
      'extends: _root\ntags: { b: "2", c: "2" }\nstrategy: { growth: linear, factor-percent: 50, duration-minutes: 1, bake-minutes: 1 }\n',
    'environments/beta.yaml':
      'extends: _base\naccount: "111111111111"\nregions: [us-east-1]\ntags: { c: "3" }\nblockers: []\nstrategy: { bake-minutes: 2 }\n',
  });
  const beta = environment(project, 'beta');
  expect(beta).toMatchObject({
    tags: { a: '1', b: '2', c: '3' },
    blockers: [],
    strategies: { flags: { growth: 'linear', factorPercent: 50, durationMinutes: 1, bakeMinutes: 2 } },
  });
});

test('buildProject() lets regions replace inherited waves, and another backend replace the inherited one', () => {
  const project = load({
    'environments/_base.yaml':
      'waves: [{ name: a, regions: [us-west-2], bake-minutes: 5 }]\nbackend: { type: s3, bucket: my-bucket, region: us-east-1 }\n',
    'environments/beta.yaml':
      'extends: _base\naccount: "111111111111"\nregions: [us-east-1]\nbackend: { type: cloud, organization: shop }\n',
  });
  expect(environment(project, 'beta')).toMatchObject({
    waves: [{ name: 'all', regions: ['us-east-1'], bakeMinutes: 0 }],
    backend: { type: 'cloud', organization: 'shop' },
  });
  expect(environment(project, 'beta')?.backend).not.toHaveProperty('bucket');
});

test('buildProject() lets strategies differ for one profile and keep strategy for the other', () => {
  const project = load({
    'environments/beta.yaml':
      'account: "111111111111"\nregions: [us-east-1]\nstrategy: AppConfig.Linear50PercentEvery30Seconds\nstrategies: { operations: AppConfig.AllAtOnce }\n',
  });
  expect(environment(project, 'beta')?.strategies).toMatchObject({
    flags: { predefined: 'AppConfig.Linear50PercentEvery30Seconds' },
    operations: { predefined: 'AppConfig.AllAtOnce' },
  });
});

test('buildProject() puts an environment behind the one that its after names', () => {
  const extra = (after: string, account: string) =>
    `after: ${after}\naccount: "${account}"\nregions: [us-east-1]\nstrategy: AppConfig.Canary10Percent20Minutes\n`;
  const project = load({
    'environments/alpha.yaml': extra('prod', '222222222222'),
    'environments/prod.yaml': extra('beta', '333333333333'),
  });
  expect(project.environments.map(({ name }) => name)).toEqual(['beta', 'prod', 'alpha', 'local']);
});

test('buildProject() keeps a temporary environment out of the order of the one it extends', () => {
  const project = load({
    'environments/prod.yaml':
      'after: beta\naccount: "333333333333"\nregions: [us-east-1]\nstrategy: AppConfig.Canary10Percent20Minutes\n',
    'environments/temporary/feat-x.yaml':
      'extends: prod\ntemporary: { owner: team-a, expires: 2099-01-01 }\n',
  });
  const temporary = environment(project, 'feat-x');
  expect(temporary).toMatchObject({
    account: '333333333333',
    temporary: { owner: 'team-a', expires: '2099-01-01' },
  });
  expect(temporary).not.toHaveProperty('after');
});

test('buildProject() makes components of folders, documents and lists, and shared of shared flags', () => {
  const project = load({
    'flags/sale.yaml':
      'description: Sale\nowner: team-a\nlifecycle: permanent\ncomponents: [search, basket]\ndefault: { enabled: true }\n',
    'opconfig/search.yaml': 'owner: team-b\ndefault: {}\n',
  });
  expect(
    project.components.map(({ name, flags, operations, watchedComponents }) => [
      name,
      flags.map(({ key }) => key),
      operations !== undefined,
      watchedComponents,
    ]),
  ).toEqual([
    ['basket', [], false, ['basket']],
    ['checkout', ['pay'], true, ['checkout']],
    ['search', [], true, ['search']],
    ['shared', ['sale'], false, ['basket', 'search']],
  ]);
});

test('buildProject() qualifies what a flag requires: its own component first, then shared', () => {
  const on = 'description: D\nowner: a\nlifecycle: permanent\ndefault: { enabled: true }\n';
  const project = load({
    'flags/checkout/stock.yaml': on,
    'flags/stock.yaml': `${on}components: [search]\n`,
    'flags/sale.yaml': `${on}components: [search]\nrequires: [stock]\n`,
    'flags/checkout/pay.yaml': `${on}requires: [stock, sale, shared/stock]\n`,
  });
  const flags = project.components.flatMap((component) => component.flags);
  expect(flags.find(({ key }) => key === 'pay')?.requires).toEqual([
    'checkout/stock',
    'shared/sale',
    'shared/stock',
  ]);
  expect(flags.find(({ key }) => key === 'sale')?.requires).toEqual(['shared/stock']);
});

test('buildProject() compiles conditions and segments, and passes rules on unchanged', () => {
  const project = load({
    'flags/_segments/staff.yaml': 'description: Staff\nwhen: { email: { ends-with: "@example.com" } }\n',
    'flags/checkout/pay.yaml':
      "description: D\nowner: a\nlifecycle: permanent\ndefault:\n  variants:\n    - { name: Staff, when: { segment: staff } }\n    - name: Old\n      rule: '(gt $age   64)'\n",
  });
  const variants = project.components[0]?.flags[0]?.default.variants;
  expect(variants).toEqual([
    { name: 'Staff', enabled: true, rule: '(ends_with $email "@example.com")', set: {} },
    { name: 'Old', enabled: true, rule: '(gt $age   64)', set: {} },
  ]);
  expect(project.segments).toEqual([
    { name: 'staff', description: 'Staff', rule: '(ends_with $email "@example.com")' },
  ]);
});

test('buildProject() reads a schema beside the document, indented with tabs or written as YAML', () => {
  const project = load({
    'opconfig/checkout.yaml': 'owner: a\nschema: schemas/checkout.json\ndefault: { a: 1 }\n',
    'opconfig/schemas/checkout.json': '{\n\t"properties": { "a": { "type": "integer" } }\n}\n',
    'opconfig/search.yaml': 'owner: a\nschema: search.schema.yaml\ndefault: { a: 1 }\n',
    'opconfig/search.schema.yaml': 'properties: { a: { type: integer } }\n',
  });
  const schema = { properties: { a: { type: 'integer' } } };
  expect(project.components.map(({ operations }) => operations?.schema)).toEqual([schema, schema]);
});

test('buildProject() freezes the project to its depths', () => {
  const project = load({});
  const open: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (value === null || typeof value !== 'object') return;
    if (!Object.isFrozen(value)) open.push(path);
    for (const [key, part] of Object.entries(value)) walk(part, `${path}.${key}`);
  };
  walk(project, 'project');
  expect(open).toEqual([]);
});

test('buildProject() keeps what objects inherit out of what people named', () => {
  const project = load({
    'flags/constructor/to-string.yaml':
      'description: D\nowner: a\nlifecycle: permanent\ndefault: { enabled: true }\n',
    'opconfig/checkout.yaml': 'owner: a\ndefault: { __proto__: { polluted: true }, constructor: 1 }\n',
  });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  const flag = project.components.find(({ name }) => name === 'constructor')?.flags[0];
  expect(flag?.overrides['constructor']).toBeUndefined();
  const target = findTarget(project, 'local/us-east-1');
  const contents = target && compileDocuments(project, target).map(({ content }) => content);
  expect(contents).toContain('{"__proto__":{"polluted":true},"constructor":1}');
});
