import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { readCodeOwners } from '../compiler/owners/code-owners';

/** What GitHub reads besides the workflows: who is asked, what they are asked to look at, and what its bot proposes. */
const PROJECT = resolve(__dirname, '..');
const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8');

/** Teams may do without. */
const CODEOWNERS = existsSync(join(PROJECT, '.github/CODEOWNERS')) ? read('.github/CODEOWNERS') : '';
const TEMPLATE = read('.github/pull_request_template.md');

test('CODEOWNERS has no line that GitHub would skip, and is no larger than it reads', () => {
  const lines = CODEOWNERS.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const isRead = (line: string): boolean => {
    // A line of its own decides about what its pattern fits.
    const [pattern = ''] = line.split(/\s/);
    return readCodeOwners(line)(fileOf(pattern)) !== undefined;
  };
  expect(lines.filter((line) => !isRead(line))).toEqual([]);
  expect(Buffer.byteLength(CODEOWNERS)).toBeLessThan(3_000_000);
});

test('pull_request_template.md is a checklist of effect, guard, life and proof, with nothing ticked', () => {
  const parts = TEMPLATE.split(/^\*\*(\w+)\*\*$/m).slice(1);
  const names = parts.filter((_, index) => index % 2 === 0);
  expect(names).toEqual(['Effect', 'Guard', 'Life', 'Proof']);
  for (const [index, name] of names.entries()) {
    const items = (parts[2 * index + 1] ?? '').split('\n').filter((line) => line.startsWith('- '));
    expect([name, items.filter((line) => !/^- \[ \] \S.*\.$/.test(line))]).toEqual([name, []]);
    expect(items.length).toBeGreaterThanOrEqual(2);
  }
});

test('pull_request_template.md asks for commands that there are', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
  const commands = [...TEMPLATE.matchAll(/`(?:npm run|npx dynconf) ([\w:-]+)/g)].map(
    ([, name]) => name ?? '',
  );
  expect(commands).toEqual(expect.arrayContaining(['review', 'check']));
  const known = [...Object.keys(scripts), ...read('cli/commands.ts').matchAll(/usage: '([\w-]+)/g)].map(
    (each) => (typeof each === 'string' ? each : (each[1] ?? '')),
  );
  expect(commands.filter((name) => !known.includes(name))).toEqual([]);
});

type Keys = Readonly<Record<string, unknown>>;
/** What the bot takes within an update (GitHub docs, "Dependabot options reference"). */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  schedule: ['interval', 'day', 'time', 'timezone'],
  cooldown: [
    'default-days',
    'semver-major-days',
    'semver-minor-days',
    'semver-patch-days',
    'include',
    'exclude',
  ],
  'commit-message': ['prefix', 'prefix-development', 'include'],
  groups: ['applies-to', 'dependency-type', 'patterns', 'exclude-patterns', 'update-types'],
  ignore: ['dependency-name', 'versions', 'update-types'],
};
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

test('dependabot.yml has in each update only what the bot takes, in its words', () => {
  const { updates } = parse(read('.github/dependabot.yml')) as { updates: readonly Record<string, Keys>[] };
  const unknown = updates.flatMap((update) =>
    Object.entries(OPTIONS).flatMap(([name, keys]) =>
      entriesOf(name, update[name]).filter((key) => !keys.includes(key)),
    ),
  );
  expect(unknown).toEqual([]);
  for (const { schedule, 'versioning-strategy': strategy, ignore = [] } of updates) {
    expect(DAYS).toContain(schedule?.['day']);
    expect(schedule?.['time']).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
    expect(Intl.supportedValuesOf('timeZone').concat('Etc/UTC')).toContain(schedule?.['timezone']);
    if (strategy !== undefined)
      expect(['auto', 'increase', 'increase-if-necessary', 'lockfile-only', 'widen']).toContain(strategy);
    const types = (ignore as unknown as readonly Keys[]).flatMap((each) => each['update-types'] ?? []);
    expect(types.filter((type) => !/^version-update:semver-(major|minor|patch)$/.test(String(type)))).toEqual(
      [],
    );
  }
});

/** The options of one kind: of each group, of each ignored dependency, or its own. */
function entriesOf(name: string, value: Keys | undefined): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return (value as readonly Keys[]).flatMap((each) => Object.keys(each));
  return name === 'groups'
    ? Object.values(value).flatMap((each) => Object.keys(each as Keys))
    : Object.keys(value);
}

/** A file that a pattern fits. */
function fileOf(pattern: string): string {
  const path = pattern.replace(/^\//, '').replaceAll('*', 'a');
  return path.endsWith('/') ? `${path}a` : path;
}
