import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockedProvider, terraformPlatform } from '../../../release/terraform/locked-provider';
import { findMirror, holdsProvider, impliedMirrors } from '../../../release/terraform/provider-mirror';
import { ReleaseError } from '../../../release/release-error';
import { requireTerraform, terraformEnvironment } from '../../../release/terraform/terraform-environment';

const provider = lockedProvider();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynconf-mirror-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function unpack(mirror: string): string {
  mkdirSync(join(mirror, provider.source, provider.version, provider.platform), { recursive: true });
  return mirror;
}

function pack(mirror: string): string {
  mkdirSync(join(mirror, provider.source), { recursive: true });
  const name = `terraform-provider-aws_${provider.version}_${provider.platform}.zip`;
  writeFileSync(join(mirror, provider.source, name), '');
  return mirror;
}

/** A machine with nothing in its home folder. */
function emptyHome(): Record<string, string> {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  return { PATH: process.env['PATH'] ?? '', HOME: home, XDG_DATA_DIRS: join(folder, 'nowhere') };
}

function writtenFor(env: Record<string, string>): string {
  return readFileSync(terraformEnvironment(env).env['TF_CLI_CONFIG_FILE'] ?? '', 'utf8');
}

describe('lockedProvider()', () => {
  test('lockedProvider() reads source and version from the lock file', () => {
    expect(provider.source).toBe('registry.terraform.io/hashicorp/aws');
    expect(provider.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test.each([
    ['linux', 'x64', 'linux_amd64'],
    ['darwin', 'arm64', 'darwin_arm64'],
    ['win32', 'ia32', 'windows_386'],
  ])('terraformPlatform() calls %s on %s %s', (system, processor, expected) => {
    expect(terraformPlatform(system, processor)).toBe(expected);
  });
});

describe('findMirror()', () => {
  test.each(['a', 'a/b'])('findMirror() finds an unpacked mirror in %s under an install root', (path) => {
    const mirror = unpack(join(folder, 'root', path));
    expect(findMirror(emptyHome(), provider, [join(folder, 'root')])).toBe(mirror);
  });

  test('findMirror() does not look three folders deep', () => {
    unpack(join(folder, 'root', 'a', 'b', 'c'));
    expect(findMirror(emptyHome(), provider, [join(folder, 'root')])).toBeUndefined();
  });

  test('findMirror() passes over links to files and broken links', () => {
    mkdirSync(join(folder, 'root'));
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'file'), join(folder, 'root', 'a-file'));
    symlinkSync(join(folder, 'gone'), join(folder, 'root', 'broken'));
    const mirror = unpack(join(folder, 'root', 'mirror'));
    expect(findMirror(emptyHome(), provider, [join(folder, 'root')])).toBe(mirror);
  });

  test('findMirror() takes the zip file of the registry too', () => {
    const mirror = pack(join(folder, 'root', 'packed'));
    expect(findMirror(emptyHome(), provider, [join(folder, 'root')])).toBe(mirror);
  });

  test('findMirror() prefers the folders that Terraform implies, then the plugin cache', () => {
    const env = emptyHome();
    const root = unpack(join(folder, 'root'));
    const cache = unpack(join(folder, 'cache'));
    expect(findMirror({ ...env, TF_PLUGIN_CACHE_DIR: cache }, provider, [root])).toBe(cache);
    const implied = unpack(join(env['HOME'] ?? '', '.terraform.d', 'plugins'));
    expect(findMirror({ ...env, TF_PLUGIN_CACHE_DIR: cache }, provider, [root])).toBe(implied);
  });

  test('holdsProvider() wants this very version and platform', () => {
    const mirror = unpack(join(folder, 'mirror'));
    expect(holdsProvider(mirror, provider)).toBe(true);
    expect(holdsProvider(mirror, { ...provider, version: '5.99.0' })).toBe(false);
    expect(holdsProvider(mirror, { ...provider, platform: 'plan9_arm' })).toBe(false);
  });

  test('impliedMirrors() follows XDG_DATA_HOME and XDG_DATA_DIRS', () => {
    const folders = impliedMirrors({ HOME: '/h', XDG_DATA_HOME: '/data', XDG_DATA_DIRS: '/one:/two' });
    expect(folders).toEqual(
      expect.arrayContaining([
        '/h/.terraform.d/plugins',
        '/data/terraform/plugins',
        '/two/terraform/plugins',
      ]),
    );
  });
});

describe('terraformEnvironment()', () => {
  test('terraformEnvironment() drops a TF_CLI_CONFIG_FILE that does not exist and writes its own', () => {
    const missing = join(folder, 'missing.tfrc');
    const env = {
      ...emptyHome(),
      TF_CLI_CONFIG_FILE: missing,
      TF_PLUGIN_MIRROR: unpack(join(folder, 'named')),
    };
    const written = terraformEnvironment(env);
    expect(written.mirror).toBe(join(folder, 'named'));
    expect(written.env['TF_CLI_CONFIG_FILE']).not.toBe(missing);
    expect(writtenFor(env)).toContain(`path    = "${join(folder, 'named')}"`);
  });

  test('terraformEnvironment() leaves a CLI configuration alone that says where providers come from', () => {
    const own = join(folder, 'own.tfrc');
    writeFileSync(own, 'provider_installation {\n  direct {}\n}\n');
    const { env, mirror } = terraformEnvironment({ ...emptyHome(), TF_CLI_CONFIG_FILE: own });
    expect(env['TF_CLI_CONFIG_FILE']).toBe(own);
    expect(mirror).toBeUndefined();
  });

  test('terraformEnvironment() keeps the rest of a CLI configuration beside the mirror', () => {
    const env = { ...emptyHome(), TF_PLUGIN_MIRROR: unpack(join(folder, 'named')) };
    writeFileSync(join(folder, 'home', '.terraformrc'), 'disable_checkpoint_signature = true\n');
    expect(writtenFor(env)).toMatch(/^disable_checkpoint_signature = true\n[^]*filesystem_mirror/);
  });

  test('terraformEnvironment() keeps Terraform quiet and out of the home folder', () => {
    const { env } = terraformEnvironment({ ...emptyHome(), TF_PLUGIN_MIRROR: pack(join(folder, 'named')) });
    expect(env).toMatchObject({
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    });
  });

  test('terraformEnvironment() says what is wrong with TF_PLUGIN_MIRROR', () => {
    const refused = catchError(() =>
      terraformEnvironment({ ...emptyHome(), TF_PLUGIN_MIRROR: join(folder, 'wrong') }),
    );
    expect(refused).toMatchObject({ kind: 'prerequisite' });
    expect(refused.message).toMatch(/^TF_PLUGIN_MIRROR names .*wrong, which holds no .*hashicorp\/aws/);
  });
});

describe('requireTerraform()', () => {
  test('requireTerraform() says which Terraform is needed where there is none', () => {
    const refused = catchError(() => requireTerraform({ PATH: folder }));
    expect(refused.kind).toBe('prerequisite');
    expect(refused.message).toMatch(/^Terraform 1\.11 or newer is needed, and `terraform` does not run/);
  });

  test.each([
    ['1.10.5', true],
    ['0.15.0', true],
    ['1.11.0', false],
    ['2.0.0', false],
  ])('requireTerraform() takes version %s for too old: %s', (version, tooOld) => {
    const binary = join(folder, 'terraform-fake');
    writeFileSync(binary, `#!/bin/sh\necho '{ "terraform_version": "${version}" }'\n`, { mode: 0o755 });
    const ask = (): string => requireTerraform({ PATH: process.env['PATH'], TERRAFORM_BINARY_NAME: binary });
    if (tooOld) expect(ask).toThrow(`is ${version}: install a newer one`);
    else expect(ask()).toBe(version);
  });
});

function catchError(action: () => unknown): ReleaseError {
  try {
    action();
  } catch (error) {
    if (error instanceof ReleaseError) return error;
  }
  throw new Error('expected a ReleaseError');
}
