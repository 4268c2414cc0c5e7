import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isLocal, LOCAL_ENDPOINT } from '../compiler/names';
import type { Environment } from '../compiler/project';
import { ReleaseError } from './release-error';
import type { AppConfigAccess } from './terraform/stack-folder';

type Variables = Readonly<Record<string, string | undefined>>;

/** One account in one region. */
export interface ReadPlace {
  readonly account: string;
  readonly region: string;
}

/** With it, account A is looked at as the AWS profile `<prefix>A`; without it, as whoever calls. */
const READ_PROFILES = 'DYNCONF_READ_PROFILES';

/** Keys in the environment would outrank the profile (AWS SDK, order of credential providers). */
const OUTRANKING = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/**
 * How a release of an environment looks at a place, changing nothing.
 *
 * The environment's own account is always meant by its profile: one that is not there is a mistake that AWS's client
 * names. Another account, whose alarm blocks this environment, may be open to the caller as it is.
 */
export function readAccess(
  environment: Pick<Environment, 'name' | 'account' | 'temporary'>,
  { account, region }: ReadPlace,
  env: Variables,
): AppConfigAccess {
  if (isLocal(environment)) {
    return { region, endpoint: env['DYNCONF_APPCONFIG_ENDPOINT'] || LOCAL_ENDPOINT, accessKey: account };
  }
  const profile = readProfile(account, env);
  const isMeant =
    profile !== undefined && (account === environment.account || isProfileConfigured(profile, env));
  return { region, ...(isMeant && { profile }) };
}

/** A stack's own access, looked at as its account's profile; a local AppConfig knows no profiles. */
export function readAccessOfStack(access: AppConfigAccess, env: Variables): AppConfigAccess {
  const profile = access.account === undefined ? undefined : readProfile(access.account, env);
  if (profile === undefined || access.accessKey !== undefined) return access;
  if (isProfileConfigured(profile, env)) return { ...access, profile };
  throw new ReleaseError(
    'prerequisite',
    `the AWS configuration has no profile ${profile}, which ${READ_PROFILES}=${env[READ_PROFILES]} asks for (docs/access.md)`,
  );
}

/** For a Terraform that only reads a state: as the profile, whatever keys are around. */
export function asProfile(env: Variables, { profile }: Pick<AppConfigAccess, 'profile'>): Variables {
  if (profile === undefined) return env;
  const kept = Object.entries(env).filter(([name]) => !OUTRANKING.includes(name));
  return { ...Object.fromEntries(kept), AWS_PROFILE: profile };
}

function readProfile(account: string, env: Variables): string | undefined {
  const prefix = env[READ_PROFILES];
  return prefix ? `${prefix}${account}` : undefined;
}

/** `[profile name]` in the configuration, `[name]` among the credentials. */
function isProfileConfigured(profile: string, env: Variables): boolean {
  const folder = join(env['HOME'] || homedir(), '.aws');
  const files = [
    { file: env['AWS_CONFIG_FILE'] || join(folder, 'config'), section: `profile ${profile}` },
    { file: env['AWS_SHARED_CREDENTIALS_FILE'] || join(folder, 'credentials'), section: profile },
  ];
  return files.some(({ file, section }) => sectionsOf(file).includes(section));
}

function sectionsOf(file: string): string[] {
  if (!existsSync(file)) return [];
  return [...readFileSync(file, 'utf8').matchAll(/^[ \t]*\[([^\]\n]*)\]/gm)].map(([, name = '']) =>
    name.trim().replace(/^profile\s+/, 'profile '),
  );
}
