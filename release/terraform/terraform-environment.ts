import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type LockedProvider, lockedProvider, ownFolder } from './locked-provider';
import { findMirror, holdsProvider } from './provider-mirror';
import { ReleaseError } from '../release-error';

type Variables = Readonly<Record<string, string | undefined>>;

/** What a Terraform process of this project is started with. */
export interface TerraformEnvironment {
  readonly env: Record<string, string | undefined>;
  /** The folder that the provider comes from; absent: the registry, or what the person's own CLI configuration says. */
  readonly mirror?: string;
}

/** The oldest Terraform that knows the S3 backend's `use_lockfile` as a stable setting. */
const OLDEST_TERRAFORM: readonly [major: number, minor: number] = [1, 11];

/**
 * The environment for child Terraform processes: quiet, writing nothing into the home folder, and able to find the
 * provider without the registry.
 *
 * A CLI configuration that says where providers come from is the person's decision and stays in force, unless
 * TF_PLUGIN_MIRROR names another place.
 */
export function terraformEnvironment(env: Variables = process.env): TerraformEnvironment {
  const quiet = {
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    CDKTF_HOME: env['CDKTF_HOME'] || join(cacheFolder(), 'cdktf'),
  };
  const own = ownConfiguration(env);
  const base: Record<string, string | undefined> = { ...env, ...quiet };
  // Terraform warns about a missing file on every run and cdktf takes the warning for output.
  if (own === undefined) delete base['TF_CLI_CONFIG_FILE'];
  const provider = lockedProvider();
  const named = namedMirror(env, provider);
  if (named === undefined && own !== undefined && decidesInstallation(own)) return { env: base };
  const mirror = named ?? findMirror(env, provider);
  if (mirror === undefined) return { env: base };
  return { env: { ...base, TF_CLI_CONFIG_FILE: writeConfiguration(mirror, { provider, own }) }, mirror };
}

/** Ends with a sentence when Terraform is missing or too old; answers with its version. */
export function requireTerraform(env: Variables = process.env): string {
  const wanted = `Terraform ${OLDEST_TERRAFORM.join('.')} or newer`;
  const binary = terraformBinary(env);
  const version = readVersion(binary, env);
  if (version === undefined) {
    throw new ReleaseError(
      'prerequisite',
      `${wanted} is needed, and \`${binary}\` does not run: install it from https://developer.hashicorp.com/terraform/install`,
    );
  }
  if (isOlder(version)) {
    throw new ReleaseError(
      'prerequisite',
      `${wanted} is needed, and \`${binary}\` is ${version}: install a newer one from https://developer.hashicorp.com/terraform/install`,
    );
  }
  return version;
}

/** Terraform's program: cdktf's own variable chooses another. */
export function terraformBinary(env: Variables): string {
  return env['TERRAFORM_BINARY_NAME'] || 'terraform';
}

function readVersion(binary: string, env: Variables): string | undefined {
  try {
    const answer = execFileSync(binary, ['version', '-json'], {
      env: { ...env, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: undefined } as NodeJS.ProcessEnv,
      encoding: 'utf8',
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /"terraform_version":\s*"([^"]+)"/.exec(answer)?.[1];
  } catch {
    return undefined;
  }
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_TERRAFORM[0] || (major === OLDEST_TERRAFORM[0] && minor < OLDEST_TERRAFORM[1]);
}

function namedMirror(env: Variables, provider: LockedProvider): string | undefined {
  const named = env['TF_PLUGIN_MIRROR'];
  if (named === undefined || named === '') return undefined;
  if (holdsProvider(named, provider)) return resolve(named);
  const { source, version, platform } = provider;
  throw new ReleaseError(
    'prerequisite',
    `TF_PLUGIN_MIRROR names ${named}, which holds no ${join(source, version, platform)}: name the folder that contains \`registry.terraform.io\`, or unset it`,
  );
}

/** The text of the CLI configuration in force; absent when TF_CLI_CONFIG_FILE names nothing and the home folder has none. */
function ownConfiguration(env: Variables): string | undefined {
  const named = env['TF_CLI_CONFIG_FILE'];
  const ofHome =
    process.platform === 'win32'
      ? join(env['APPDATA'] ?? homedir(), 'terraform.rc')
      : join(env['HOME'] ?? homedir(), '.terraformrc');
  return readText(named) ?? readText(ofHome);
}

function decidesInstallation(configuration: string): boolean {
  return /^[ \t]*provider_installation\b/m.test(configuration);
}

/** Written beside and renamed, so that two processes at once leave one whole file. The rest of the person's own configuration stays. */
function writeConfiguration(
  mirror: string,
  { provider, own }: { provider: LockedProvider; own: string | undefined },
): string {
  const folder = cacheFolder();
  mkdirSync(folder, { recursive: true });
  const kept = own === undefined || decidesInstallation(own) ? '' : `${own}\n`;
  const text = `${kept}provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = [${JSON.stringify(provider.source)}]
  }
  direct {
    exclude = [${JSON.stringify(provider.source)}]
  }
}
`;
  const file = join(folder, `terraform-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.tfrc`);
  if (readText(file) === text) return file;
  const beside = `${file}.${process.pid}.${Date.now().toString(36)}`;
  writeFileSync(beside, text, { mode: 0o600 });
  renameSync(beside, file);
  return file;
}

function cacheFolder(): string {
  return join(ownFolder(), 'node_modules', '.cache', 'dynconf');
}

function readText(file: string | undefined): string | undefined {
  if (file === undefined || file === '' || !statSync(file, { throwIfNoEntry: false })?.isFile())
    return undefined;
  return readFileSync(file, 'utf8');
}
