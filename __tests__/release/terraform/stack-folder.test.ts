import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStack } from '../../../release/terraform/stack-folder';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'dynconf-out-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

function writeStack(name: string, stack: object): void {
  const folder = join(out, 'stacks', name);
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
  writeFileSync(join(folder, 'assets', 'flags.json'), '{"version":"1"}');
}

const PROVIDER = {
  aws: [
    { region: 'eu-west-1', access_key: '000000000000', endpoints: [{ appconfig: 'http://127.0.0.1:1' }] },
  ],
};
const RELEASE_STACK = {
  provider: PROVIDER,
  resource: {
    aws_appconfig_hosted_configuration_version: {
      checkout_Version_1: { description: 'sha256:abc', content: '${file("assets/flags.json")}' },
    },
    aws_appconfig_deployment: {
      checkout_Deployment_2: {
        configuration_version:
          '${aws_appconfig_hosted_configuration_version.checkout_Version_1.version_number}',
      },
    },
  },
  output: {
    deployments: {
      value: [
        {
          component: 'checkout',
          profile: 'flags',
          deploymentNumber: '${aws_appconfig_deployment.checkout_Deployment_2.deployment_number}',
        },
      ],
    },
  },
};

describe('openStack()', () => {
  test('openStack() reads where the provider goes', () => {
    writeStack('local-eu-west-1-foundation', { provider: PROVIDER });
    const { access, documents } = openStack(out, 'local-eu-west-1-foundation');
    expect(access).toEqual({
      region: 'eu-west-1',
      accessKey: '000000000000',
      endpoint: 'http://127.0.0.1:1',
    });
    expect(documents).toEqual([]);
  });

  test('openStack() follows an output to its deployment, version and file', () => {
    writeStack('local-eu-west-1-flags', RELEASE_STACK);
    const [document] = openStack(out, 'local-eu-west-1-flags').documents;
    expect(document).toMatchObject({
      component: 'checkout',
      profile: 'flags',
      fingerprint: 'sha256:abc',
      versionAddress: 'aws_appconfig_hosted_configuration_version.checkout_Version_1',
      deploymentAddress: 'aws_appconfig_deployment.checkout_Deployment_2',
    });
    expect(document?.read()).toEqual({ version: '1' });
  });

  test('openStack() asks whether a close name was meant', () => {
    writeStack('local-eu-west-1-flags', RELEASE_STACK);
    writeStack('local-us-east-1-flags', RELEASE_STACK);
    expect(() => openStack(out, 'local-eu-west-1-flag')).toThrow('did you mean local-eu-west-1-flags?');
    expect(() => openStack(out, 'lcal-eu-west-1-flags')).toThrow('did you mean local-eu-west-1-flags?');
    // Another environment is no slip of the pen.
    expect(() => openStack(out, 'beta-eu-west-1-flags')).toThrow('it holds ');
  });

  test('openStack() lists stacks when no name is close', () => {
    writeStack('local-eu-west-1-flags', RELEASE_STACK);
    expect(() => openStack(out, 'nonsense')).toThrow('it holds local-eu-west-1-flags');
  });

  test('openStack() says how to synthesize when there is nothing', () => {
    expect(() => openStack(join(out, 'missing'), 'local-eu-west-1-flags')).toThrow(
      'run `npx cdktf synth` first',
    );
  });

  test('openStack() refuses a stack without a region', () => {
    writeStack('delivery-pipeline', { provider: {} });
    expect(() => openStack(out, 'delivery-pipeline')).toThrow('it is not a stack that dynconf releases');
  });
});
