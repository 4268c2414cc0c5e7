import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { terraformBinary, terraformEnvironment } from '../release/terraform/terraform-environment';

/** Synthesized stacks, written once more so that one Terraform process validates them all. */
export interface Fleet {
  /** The root module: each stack is a module of it, and the only provider is its own. */
  readonly root: string;
  readonly modules: readonly string[];
  /** Folders of stacks to validate as they are: with every setting of provider and backend among them, and what no module can be. */
  readonly unmodified: readonly string[];
}

interface Stack {
  readonly name: string;
  readonly folder: string;
  readonly json: StackJson;
}

interface StackJson {
  readonly provider?: { readonly aws?: readonly Readonly<Record<string, unknown>>[] };
  readonly terraform: {
    readonly required_providers: unknown;
    readonly backend?: Readonly<Record<string, unknown>>;
    readonly cloud?: unknown;
  };
}

const LOCK_FILE = '.terraform.lock.hcl';

/**
 * Writes the modules and their root into an empty folder.
 *
 * Each provider configuration costs a provider process of two seconds, each resource less than a millisecond: so the
 * provider is taken out of the stacks. What is taken out is validated in a few stacks that have every setting among them.
 */
export function hoistFleet(cdktfOut: string, root: string): Fleet {
  const stacks = readStacks(cdktfOut);
  const hoisted = stacks.filter(({ json }) => (json.provider?.aws ?? []).length === 1);
  for (const stack of hoisted) writeModule(stack, join(root, stack.name));
  writeRoot(root, hoisted);
  const others = stacks.filter((stack) => !hoisted.includes(stack)).map(({ folder }) => folder);
  return { root, modules: hoisted.map(({ name }) => name), unmodified: [...coveringAll(hoisted), ...others] };
}

/** What Terraform finds wrong in a folder; nothing when it is valid. */
export async function validateFolder(folder: string): Promise<string | undefined> {
  const initialised = await terraform(folder, ['init', '-backend=false', '-input=false', '-no-color']);
  if (initialised.exitCode !== 0) return initialised.text;
  const { exitCode, text } = await terraform(folder, ['validate', '-no-color']);
  return exitCode === 0 ? undefined : text;
}

function readStacks(cdktfOut: string): Stack[] {
  const stacks = join(cdktfOut, 'stacks');
  return readdirSync(stacks)
    .sort()
    .map((name) => {
      const folder = join(stacks, name);
      const json = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as StackJson;
      return { name, folder, json };
    });
}

function writeModule({ folder, json }: Stack, module: string): void {
  const { required_providers } = json.terraform;
  mkdirSync(module);
  const text = JSON.stringify({ ...json, provider: undefined, terraform: { required_providers } }, null, 2);
  // Indented: Terraform quotes the whole line that it finds fault with.
  writeFileSync(join(module, 'cdk.tf.json'), text);
  const assets = join(folder, 'assets');
  if (existsSync(assets)) symlinkSync(assets, join(module, 'assets'));
}

function writeRoot(root: string, stacks: readonly Stack[]): void {
  const [first] = stacks;
  if (!first) throw new Error('there is no stack with one provider');
  const modules = stacks.map(({ name }) => [name, { source: `./${name}` }] as const);
  const json = {
    terraform: { required_providers: first.json.terraform.required_providers },
    provider: { aws: { region: 'us-east-1' } },
    module: Object.fromEntries(modules),
  };
  writeFileSync(join(root, 'main.tf.json'), JSON.stringify(json));
  copyFileSync(join(first.folder, LOCK_FILE), join(root, LOCK_FILE));
}

/** A few folders, the richest first, that have every setting among them. */
function coveringAll(stacks: readonly Stack[]): string[] {
  const all = stacks.map(({ folder, json }) => ({ folder, settings: settingsOf(json) }));
  const seen = new Set<string>();
  const chosen: string[] = [];
  for (const { folder, settings } of all.sort(
    (left, right) => right.settings.length - left.settings.length,
  )) {
    if (settings.every((setting) => seen.has(setting))) continue;
    chosen.push(folder);
    for (const setting of settings) seen.add(setting);
  }
  return chosen;
}

/** What a stack's provider and backend set, whatever the values. */
function settingsOf({ provider, terraform: { backend, cloud } }: StackJson): string[] {
  return pathsOf({ provider: provider?.aws?.[0], backend, cloud }, '');
}

/** The names in it, at every depth. */
function pathsOf(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((inner) => pathsOf(inner, at));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = `${at}.${key}`;
    return key === 'tags' ? [path] : [path, ...pathsOf(inner, path)];
  });
}

function terraform(folder: string, args: readonly string[]): Promise<{ exitCode: number; text: string }> {
  const { env } = terraformEnvironment();
  return new Promise((resolve) => {
    const options = { cwd: folder, env: env as NodeJS.ProcessEnv, maxBuffer: 100e6 };
    const child = execFile(terraformBinary(env), args, options, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? 1, text: `${stdout}${stderr}`.trim() }),
    );
  });
}
