import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FirstApply } from '../../../release/bootstrap/bootstrap-plan';
import { terraformBinary, terraformEnvironment } from '../../../release/terraform/terraform-environment';
import { dynconf, SHOP, withFolder } from '../../builders/command-line';
import { describeWithTerraform } from '../../builders/terraform-prerequisite';

const S3 = 'backend: { type: s3, bucket: shop-states, region: us-east-1 }\n';
const FILES = {
  ...SHOP,
  'environments/beta.yaml': `${SHOP['environments/beta.yaml'] ?? ''}${S3}`,
  'environments/prod.yaml': `${SHOP['environments/prod.yaml'] ?? ''}after: beta\n${S3}`,
  'environments/tools.yaml': `kind: tools\naccount: "999999999999"\nregion: us-east-1\nsource: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/0f3c1f1e-5f2a-4a57-9b1d-7d8d5c0b9e11", repository: example/shop, trunk: main }\n${S3}`,
};

async function stepsOf(root: string, ...argv: readonly string[]): Promise<FirstApply[]> {
  const { out, err, exitCode } = await dynconf('bootstrap', '--root', root, '--format', 'json', ...argv);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  return (JSON.parse(out) as { steps: FirstApply[] }).steps;
}

test('bootstrap lists the first applies: the bucket, what the tools have, then each environment’s access and foundations', async () => {
  await withFolder(FILES, async (root) => {
    expect((await stepsOf(root)).map(({ stack, profile }) => [stack, profile])).toEqual([
      ['state', 'dynconf-tools'],
      ['access-tools', 'dynconf-tools'],
      ['release-events', 'dynconf-tools'],
      ['delivery-pipeline', 'dynconf-tools'],
      ['temporary-environments', 'dynconf-tools'],
      ['platform-pipeline', 'dynconf-tools'],
      ['access-beta', 'dynconf-beta'],
      ['beta-us-east-1-foundation', 'dynconf-beta'],
      ['access-prod', 'dynconf-prod'],
      ['prod-us-west-2-foundation', 'dynconf-prod'],
      ['prod-us-east-1-foundation', 'dynconf-prod'],
      ['prod-eu-west-1-foundation', 'dynconf-prod'],
    ]);
  });
});

test('bootstrap lists the project that looks at pull requests, where there is one', async () => {
  const tools = `${FILES['environments/tools.yaml']}pull-requests: { provider: codebuild }\n`;
  await withFolder({ ...FILES, 'environments/tools.yaml': tools }, async (root) => {
    const stacks = (await stepsOf(root, '--environment', 'tools')).map(({ stack }) => stack);
    expect(stacks).toContain('pull-requests');
  });
});

test('bootstrap prints what a person would type, and runs nothing', async () => {
  await withFolder(FILES, async (root) => {
    const { out, exitCode } = await dynconf('bootstrap', '--root', root, '--environment', 'tools', 'beta');
    expect(exitCode).toBe(0);
    const written = out.split('\n\n');
    const [start, access] = [written.slice(0, 2), written.filter((part) => part.includes('. access-beta'))];
    expect([...start, ...access].join('\n\n')).toBe(
      `npx cdktf synth

# 1. state, account 999999999999 (tools), as dynconf-tools
echo '{"terraform":{"backend":{"local":{"path":"../../../.dynconf/state/state.tfstate"}}}}' > cdktf.out/stacks/state/backend_override.tf.json
AWS_PROFILE=dynconf-tools terraform -chdir=cdktf.out/stacks/state init -reconfigure
AWS_PROFILE=dynconf-tools terraform -chdir=cdktf.out/stacks/state apply
rm cdktf.out/stacks/state/backend_override.tf.json
AWS_PROFILE=dynconf-tools terraform -chdir=cdktf.out/stacks/state init -migrate-state -force-copy
rm .dynconf/state/state.tfstate*

# 7. access-beta, account 111111111111 (beta), as dynconf-beta
AWS_PROFILE=dynconf-beta terraform -chdir=cdktf.out/stacks/access-beta init -reconfigure -backend-config=profile=dynconf-tools
AWS_PROFILE=dynconf-beta terraform -chdir=cdktf.out/stacks/access-beta apply
rm cdktf.out/stacks/access-beta/.terraform/terraform.tfstate`,
    );
  });
});

test('bootstrap takes other profiles by environment or by account', async () => {
  await withFolder(FILES, async (root) => {
    const steps = await stepsOf(root, '--profile', 'tools=shop-tools', '333333333333=shop-prod');
    const profiles = new Map(
      steps.map(({ environment, profile, stateProfile }) => [environment, [profile, stateProfile]]),
    );
    expect(profiles.get('prod')).toEqual(['shop-prod', 'shop-tools']);
    expect(profiles.get('beta')).toEqual(['dynconf-beta', 'shop-tools']);
  });
});

test.each([
  [['--environment', 'bta'], 'there is no environment bta; did you mean beta?\n'],
  [['--profile', 'beta'], '--profile is beta, write <environment or account>=<AWS profile>\n'],
  [['--format', 'xml'], '--format is xml, text, json are possible\n'],
])('bootstrap %j is wrong usage', async (argv, sentence) => {
  await withFolder(FILES, async (root) => {
    expect(await dynconf('bootstrap', '--root', root, ...argv)).toEqual({
      exitCode: 2,
      out: '',
      err: sentence,
    });
  });
});

const CLOUD_PROD = {
  ...FILES,
  'environments/prod.yaml': `${SHOP['environments/prod.yaml'] ?? ''}after: beta\nbackend: { type: cloud, organization: shop }\n`,
};

test('bootstrap --run applies nothing when one of the stacks is for HCP Terraform to apply', async () => {
  await withFolder(CLOUD_PROD, async (root) => {
    const { exitCode, err } = await dynconf('bootstrap', '--root', root, '--run');
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^HCP Terraform applies access-prod, prod-us-west-2-foundation, .*--environment\n$/);
  });
});

describeWithTerraform('bootstrap and the real Terraform', () => {
  test('bootstrap prints an init that Terraform takes where a cloud block is', async () => {
    await withFolder(CLOUD_PROD, async (root) => {
      const steps = await stepsOf(root, '--environment', 'prod');
      const inits = steps.flatMap(({ commands }) => commands.filter((each) => each.includes(' init')));
      expect(new Set(inits.map(initOf))).toEqual(new Set(['init']));
    });
    // What the options of a command line may be is said before anything is asked of a network.
    expect(initialised('init')).not.toContain('Invalid command-line option');
    expect(initialised('init -reconfigure')).toContain('Invalid command-line option');
  });
});

function initOf(command: string): string {
  return command.slice(command.indexOf('init'));
}

function initialised(init: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-cloud-'));
  try {
    // On port 1 nobody listens.
    const cloud = { hostname: '127.0.0.1:1', organization: 'shop', workspaces: { name: 'access-prod' } };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { cloud } }));
    const { env } = terraformEnvironment();
    const { stdout, stderr } = spawnSync(terraformBinary(env), [...init.split(' '), '-no-color'], {
      cwd: folder,
      env: env as NodeJS.ProcessEnv,
      encoding: 'utf8',
    });
    return `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
