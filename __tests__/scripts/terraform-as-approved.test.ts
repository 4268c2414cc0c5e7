import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCRIPT = resolve(__dirname, '..', '..', 'scripts', 'terraform-as-approved.js');
const FOLDER = 'cdktf.out/stacks/access-beta';
/** `show` prints the plan of the test; `plan` writes where it is told, and what is applied is written down. */
const TERRAFORM = `#!/bin/sh
printf '%s\\n' "$*" >>"$HOME/ran"
[ "$2" != "$FAILS" ] || exit 7
for last; do :; done
case "$2" in
  plan) echo 'a plan' >"\${last#-out=}" && echo 'as a person reads it' ;;
  show) /bin/cat "$HOME/plan.json" ;;
  apply) [ -z "$INTERRUPTED" ] || { kill -INT "$PPID" && /bin/sleep 0.2 && echo 'state is written' >>"$HOME/ran"; } ;;
esac
`;

interface Finished {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
  /** Command lines of Terraform, without the file of the plan. */
  readonly ran: readonly string[];
}

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'dynconf-approved-test-'));
  writeFileSync(join(home, 'terraform'), TERRAFORM, { mode: 0o755 });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function run(plan: unknown, args: readonly string[], env: Readonly<Record<string, string>> = {}): Finished {
  const ran = join(home, 'ran');
  rmSync(ran, { force: true });
  writeFileSync(join(home, 'plan.json'), typeof plan === 'string' ? plan : JSON.stringify(plan));
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    encoding: 'utf8',
    env: { PATH: home, HOME: home, TMPDIR: home, ...env },
  });
  const lines = existsSync(ran) ? readFileSync(ran, 'utf8').trimEnd().split('\n') : [];
  return { status, out: stdout, err: stderr, ran: lines.map((line) => line.replaceAll(home, '')) };
}

const markOf = (plan: unknown): string => run(plan, ['plan', FOLDER]).out.trim();
const apply = (plan: unknown, mark: string): Finished => run(plan, ['apply', FOLDER, mark]);
const isApplied = ({ ran }: Finished): boolean => ran.some((line) => line.includes(' apply '));

interface Change {
  readonly actions: readonly string[];
  readonly [more: string]: unknown;
}
const resource = (address: string, change: Change, over: object = {}) => ({
  address,
  mode: 'managed',
  provider_name: 'registry.terraform.io/hashicorp/aws',
  change: { before: null, after: null, after_unknown: {}, ...change },
  ...over,
});
const NO_OP: Change = { actions: ['no-op'] };
const CREATE: Change = { actions: ['create'], after: { name: 'a', tags: { x: '1', y: '2' } } };
const UPDATE: Change = { actions: ['update'], before: { secret: 'old' }, after: { secret: 's3cret' } };
const plan = (over: object = {}) => ({
  format_version: '1.2',
  timestamp: '2026-11-21T18:00:00Z',
  applyable: true,
  resource_changes: [
    resource('aws_iam_role.a', CREATE),
    resource('aws_iam_role.b', UPDATE),
    resource('aws_iam_role.c', NO_OP),
  ],
  output_changes: { arn: { ...NO_OP } },
  configuration: { root_module: {} },
  ...over,
});
const withChange = (address: string, change: Change, over: object = {}) =>
  plan({
    resource_changes: [
      ...plan().resource_changes.filter((one) => one.address !== address),
      resource(address, change, over),
    ],
  });

test('terraform-as-approved.js plan shows the plan to people, and prints only its mark for programs', () => {
  const { status, out, err, ran } = run(plan(), ['plan', FOLDER]);
  expect(status).toBe(0);
  expect(out).toMatch(/^[0-9a-f]{64}\.[\w-]{12}\n$/);
  expect(err).toContain('as a person reads it');
  expect(ran.map((line) => line.replace(/\/dynconf-approved-\w+/, ''))).toEqual([
    `-chdir=${FOLDER} init -input=false -no-color`,
    `-chdir=${FOLDER} plan -input=false -no-color -lock=false -out=/tfplan`,
    `-chdir=${FOLDER} show -json /tfplan`,
  ]);
});

test('terraform-as-approved.js apply applies the file of the plan that it has compared, and keeps none', () => {
  const { status, out, ran } = apply(plan(), markOf(plan()));
  expect([status, out]).toEqual([0, '']);
  const file = / -out=(\S+)$/.exec(ran[1] ?? '')?.[1] ?? '';
  expect(ran[1]).not.toContain('-lock');
  expect(ran.at(-1)).toBe(`-chdir=${FOLDER} apply -input=false -no-color ${file}`);
  expect(existsSync(join(home, file))).toBe(false);
});

test.each<[string, object]>([
  ['the time of the plan', plan({ timestamp: '2030-01-01T00:00:00Z' })],
  ['what drifted and stays', plan({ resource_drift: [resource('aws_iam_role.c', UPDATE)] })],
  ['what is as it was', withChange('aws_iam_role.c', { ...NO_OP, before: { a: 1 }, after: { a: 1 } })],
  ['the order of resources', plan({ resource_changes: [...plan().resource_changes].reverse() })],
  [
    'the order of keys',
    withChange('aws_iam_role.a', { after: { tags: { y: '2', x: '1' }, name: 'a' }, actions: ['create'] }),
  ],
])('terraform-as-approved.js does not mind %s', (_, other) => {
  const mark = markOf(plan());
  expect(markOf(other)).toBe(mark);
  expect(apply(other, mark).status).toBe(0);
});

const DIFFERENT: readonly [string, object, string][] = [
  [
    'a resource that is created with another value',
    withChange('aws_iam_role.a', { ...CREATE, after: { name: 'b' } }),
    'create aws_iam_role.a: is another change than was approved',
  ],
  [
    'a value that was another one before',
    withChange('aws_iam_role.b', { ...UPDATE, before: { secret: 'older' } }),
    'update aws_iam_role.b: is another change than was approved',
  ],
  [
    'a value that nobody knows yet',
    withChange('aws_iam_role.b', { ...UPDATE, after_unknown: { secret: true } }),
    'update aws_iam_role.b: is another change than was approved',
  ],
  [
    'another argument that makes it be replaced',
    withChange('aws_iam_role.b', { ...UPDATE, replace_paths: [['name']] }),
    'update aws_iam_role.b: is another change than was approved',
  ],
  [
    'a resource that is deleted, too',
    withChange('aws_iam_role.c', { actions: ['delete'], before: {} }),
    'delete aws_iam_role.c: was not approved',
  ],
  [
    'an old object of a resource that is deleted, too',
    plan({
      resource_changes: [
        ...plan().resource_changes,
        resource('aws_iam_role.b', { actions: ['delete'] }, { deposed: '1f' }),
      ],
    }),
    'delete aws_iam_role.b (deposed 1f): was not approved',
  ],
  [
    'a resource that is called something else',
    withChange('aws_iam_role.c', NO_OP, { previous_address: 'aws_iam_role.z' }),
    'no-op aws_iam_role.c: was not approved',
  ],
  [
    'a resource that is imported',
    withChange('aws_iam_role.c', { ...NO_OP, importing: { id: 'c' } }),
    'no-op aws_iam_role.c: was not approved',
  ],
  [
    'a change that is not there any more',
    withChange('aws_iam_role.b', NO_OP),
    'aws_iam_role.b: was approved, and is not planned now',
  ],
  [
    'a resource that is not there any more',
    plan({ resource_changes: plan().resource_changes.slice(1) }),
    'something that is not there any more: was approved, and is not planned now',
  ],
  [
    'an output',
    plan({ output_changes: { arn: { actions: ['update'], before: 'a', after: 'b' } } }),
    'update output.arn: was not approved',
  ],
  [
    'another expression for what is not known yet',
    plan({ configuration: { root_module: { resources: [] } } }),
    'the configuration is another one',
  ],
];

test.each(DIFFERENT)('terraform-as-approved.js refuses %s, and changes nothing', (_, other, said) => {
  const finished = apply(other, markOf(plan()));
  expect(finished.status).toBe(3);
  expect(isApplied(finished)).toBe(false);
  const lines = finished.err.split('\n');
  expect(lines).toContain('refused: this is not the plan that was approved, and nothing is changed');
  expect(lines.filter((line) => line.startsWith('  '))).toEqual([`  ${said}`]);
  expect(finished.err).toContain('start the pipeline again');
  expect(finished.err).not.toContain('s3cret');
});

test('terraform-as-approved.js applies nothing where nothing is to be changed any more, whatever was approved', () => {
  const nothing = plan({ resource_changes: [resource('aws_iam_role.c', NO_OP)], applyable: false });
  for (const mark of [markOf(plan()), markOf(nothing)]) {
    const finished = apply(nothing, mark);
    expect([finished.status, isApplied(finished)]).toEqual([0, false]);
    expect(finished.err).toContain('nothing to change: nothing is applied');
  }
});

test('terraform-as-approved.js refuses what has come up where nothing was approved', () => {
  const nothing = plan({ resource_changes: [resource('aws_iam_role.c', NO_OP)], applyable: false });
  expect(apply(plan(), markOf(nothing)).status).toBe(3);
});

test('terraform-as-approved.js has a mark that fits into an action however much changes, and still says what is planned', () => {
  const many = (count: number) => ({
    resource_changes: Array.from({ length: count }, (_, index) => resource(`aws_iam_role.r${index}`, CREATE)),
  });
  expect(markOf(many(36))).toHaveLength(64 + 1 + 216);
  const mark = markOf(many(37));
  expect(mark).toMatch(/^[0-9a-f]{64}$/);
  expect(apply(many(37), mark).status).toBe(0);
  const { status, err } = apply(many(38), mark);
  expect(status).toBe(3);
  expect(err).toContain(
    'too much was approved to say what differs; planned now:\n  create aws_iam_role.r0\n',
  );
});

test.each<[string, readonly string[]]>([
  ['nothing', []],
  ['no folder', ['plan']],
  ['a mark for a plan', ['plan', FOLDER, 'a'.repeat(64)]],
  ['no mark', ['apply', FOLDER]],
  ['a variable that nobody has put in', ['apply', FOLDER, '#{plan-access-beta.PLAN}']],
  ['another verb', ['destroy', FOLDER]],
])('terraform-as-approved.js says how it is used when it is given %s', (_, args) => {
  expect(run(plan(), args)).toMatchObject({ status: 2, ran: [], out: '' });
});

test.each(['init', 'plan', 'show', 'apply'])(
  'terraform-as-approved.js ends as Terraform does when %s fails, and hands no mark on',
  (command) => {
    const mark = markOf(plan());
    const args = command === 'apply' ? ['apply', FOLDER, mark] : ['plan', FOLDER];
    const { status, out, err } = run(plan(), args, { FAILS: command });
    expect([status, out]).toEqual([7, '']);
    expect(err).toContain(`terraform ${command} failed`);
  },
);

test('terraform-as-approved.js waits for Terraform when it is interrupted: there is a state to write', () => {
  const finished = run(plan(), ['apply', FOLDER, markOf(plan())], { INTERRUPTED: 'yes' });
  expect(finished.ran.at(-1)).toBe('state is written');
});

test('terraform-as-approved.js says where there is no Terraform, and quotes nothing of a plan that it cannot read', () => {
  expect(run(plan(), ['plan', FOLDER], { PATH: '/nonexistent' })).toMatchObject({ status: 2 });
  const { status, err } = run('{"secret": s3cret}', ['plan', FOLDER]);
  expect(status).toBe(70);
  expect(err).not.toContain('s3cret');
});
