import type { JsonObject } from '../../compiler/project';
import { ARTIFACT, type ArtifactFolder } from '../builders/artifact';
import { aSignedArtifact, believingAws, type Finished, sh } from '../builders/signed-artifact';

const STACK = 'cdktf.out/stacks/beta-us-east-1-flags';

// Each run starts Node.
jest.setTimeout(60_000);

describe('verify-artifact.sh, where every signature is valid,', () => {
  const aws = believingAws();
  const verify = (folder: ArtifactFolder): Finished => sh('verify-artifact.sh', folder, aws);
  const clean = JSON.parse(ARTIFACT[`${STACK}/cdk.tf.json`] ?? '') as JsonObject;
  const terraform = clean['terraform'] as JsonObject;
  const evilProvider = { aws: { source: 'evil/aws', version: '6.6.6' } };
  const ofEvil = JSON.stringify({ ...clean, terraform: { ...terraform, required_providers: evilProvider } });
  const lockOf = (source: string, version: string): string =>
    `provider "${source}" {\n  version     = "${version}"\n  hashes = [\n    "h1:${'a'.repeat(43)}=",\n  ]\n}\n`;
  const OWN_LOCK = ARTIFACT['.terraform.lock.hcl'] ?? '';
  test.each<[string, string, string]>([
    ['with a second provider', `${OWN_LOCK}\n${lockOf('registry.terraform.io/evil/aws', '6.6.6')}`, ofEvil],
    ['of another provider', lockOf('registry.terraform.io/evil/aws', '6.6.6'), ofEvil],
    ['of another registry', lockOf('example.com/hashicorp/aws', '5.100.0'), JSON.stringify(clean)],
    ['that spells a provider in its own way', OWN_LOCK.replace('provider "', 'provider  "'), ofEvil],
    [
      'whose second provider is spelt in its own way',
      `${OWN_LOCK}provider registry.terraform.io/evil/aws { version = "6.6.6" }\n`,
      JSON.stringify(clean),
    ],
    ['without digests', OWN_LOCK.replace(/"zh.*\n/, ''), JSON.stringify(clean)],
    ['that is not there', '', JSON.stringify(clean)],
  ])('refuses a lock file %s, although every stack has the same', (_, lock, text) => {
    const { status, stderr } = verify(
      aSignedArtifact({
        ...ARTIFACT,
        '.terraform.lock.hcl': lock,
        [`${STACK}/.terraform.lock.hcl`]: lock,
        [`${STACK}/cdk.tf.json`]: text,
      }),
    );
    expect(stderr).toContain('locks anything but registry.terraform.io/hashicorp/aws');
    expect(status).toBe(3);
  });

  test('takes a new version of the provider, and the comments that Terraform writes', () => {
    const lock = `# This file is maintained automatically by "terraform init".\n\n${lockOf('registry.terraform.io/hashicorp/aws', '6.1.0')}`;
    const upgraded = {
      ...terraform,
      required_providers: { aws: { source: 'hashicorp/aws', version: '6.1.0' } },
    };
    const folder = aSignedArtifact({
      ...ARTIFACT,
      '.terraform.lock.hcl': lock,
      [`${STACK}/.terraform.lock.hcl`]: lock,
      [`${STACK}/cdk.tf.json`]: JSON.stringify({ ...clean, terraform: upgraded }),
    });
    expect(verify(folder)).toMatchObject({ status: 0, stderr: '' });
  });

  test.each(['', 'cdktf.out/stacks/', 'docs/'])(
    'refuses an artifact that brings providers in %s',
    (place) => {
      const binary = `${place}terraform.d/plugins/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/terraform-provider-aws`;
      const { status, stderr } = verify(aSignedArtifact({ ...ARTIFACT, [binary]: '' }));
      expect(stderr).toContain(
        `  ./${place}terraform.d\nrefused: Terraform would take providers from here\n`,
      );
      expect(status).toBe(3);
    },
  );
});
