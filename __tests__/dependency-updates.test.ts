import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { projectFiles } from '../scripts/build/project-files';

interface Update {
  readonly 'package-ecosystem': string;
  readonly directory: string;
  readonly schedule: { readonly interval: string };
  readonly groups?: Readonly<Record<string, { readonly patterns: readonly string[] }>>;
  readonly ignore?: readonly { readonly 'dependency-name': string; readonly [key: string]: unknown }[];
}

const PROJECT = resolve(__dirname, '..');
/** Files that name dependencies, and what the bot calls their ecosystem (Dependabot options reference). */
const ECOSYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)package\.json$/, 'npm'],
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, 'github-actions'],
  [/(^|\/)action\.ya?ml$/, 'github-actions'],
  [/(^|\/)Dockerfile[^/]*$/, 'docker'],
  [/(^|\/)(docker-)?compose[^/]*\.ya?ml$/, 'docker-compose'],
  [/\.tf$/, 'terraform'],
  [/(^|\/)(requirements[^/]*\.txt|pyproject\.toml)$/, 'pip'],
  [/(^|\/)go\.mod$/, 'gomod'],
  [/(^|\/)\.gitmodules$/, 'gitsubmodule'],
];
const UPDATE_KEYS = [
  'package-ecosystem',
  'directory',
  'schedule',
  'cooldown',
  'versioning-strategy',
  'open-pull-requests-limit',
  'commit-message',
  'groups',
  'ignore',
];

const dependabot = parse(read('.github/dependabot.yml')) as { version: number; updates: readonly Update[] };
const manifest = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const dependencies = { ...manifest.dependencies, ...manifest.devDependencies };
const npm = dependabot.updates.find((update) => update['package-ecosystem'] === 'npm');

function read(file: string): string {
  return readFileSync(join(PROJECT, file), 'utf8');
}

function covers(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

test('dependabot.yml has a schedule for each ecosystem, and only keys that the bot knows', () => {
  expect(dependabot.version).toBe(2);
  const keys = dependabot.updates.flatMap((update) => Object.keys(update));
  expect(keys.filter((key) => !UPDATE_KEYS.includes(key))).toEqual([]);
  const intervals = dependabot.updates.map(({ schedule }) => schedule.interval);
  expect(intervals.filter((interval) => !['daily', 'weekly', 'monthly'].includes(interval))).toEqual([]);
});

test('dependabot.yml covers every tracked file that names dependencies', async () => {
  const wanted = (await projectFiles(PROJECT)).flatMap((file) => {
    const ecosystem = ECOSYSTEMS.find(([pattern]) => pattern.test(file))?.[1];
    return ecosystem === undefined ? [] : [{ file, ecosystem, directory: directoryOf(file, ecosystem) }];
  });
  expect(wanted).toContainEqual({ file: 'package.json', ecosystem: 'npm', directory: '/' });
  const missing = wanted.filter(
    ({ ecosystem, directory }) =>
      !dependabot.updates.some(
        (one) => one['package-ecosystem'] === ecosystem && one.directory === directory,
      ),
  );
  expect(missing).toEqual([]);
});

test('dependabot.yml groups and holds back packages that there are', () => {
  const names = [...Object.keys(dependencies), '@smithy/*'];
  const groups = Object.values(npm?.groups ?? {}).flatMap(({ patterns }) => patterns);
  const ignored = (npm?.ignore ?? []).map((one) => one['dependency-name']);
  const idle = [...groups, ...ignored].filter((pattern) => !names.some((name) => covers(pattern, name)));
  expect(idle).toEqual([]);
});

test('dependabot.yml holds back everything of cdktf in every version', () => {
  const whole = (npm?.ignore ?? []).filter((one) => Object.keys(one).length === 1);
  const ofCdktf = Object.keys(dependencies).filter((name) => /cdktf|^constructs$/.test(name));
  expect(ofCdktf.length).toBeGreaterThanOrEqual(4);
  expect(ofCdktf.filter((name) => !whole.some((one) => covers(one['dependency-name'], name)))).toEqual([]);
});

test('package.json pins every dependency to one version', () => {
  const loose = Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(loose).toEqual([]);
});

/** Workflows are looked for under .github/workflows of the directory. */
function directoryOf(file: string, ecosystem: string): string {
  if (ecosystem === 'github-actions' && basename(dirname(file)) === 'workflows') return '/';
  const folder = dirname(file);
  return folder === '.' ? '/' : `/${folder}`;
}
