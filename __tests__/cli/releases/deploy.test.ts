import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../cli/dynconf';
import { quickLook, referencesOf } from '../../../release/deploy/quick-look';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { ReleasedShop, RELEASED_SHOP } from '../../builders/released-shop';
import { type ProjectFiles, writeProject } from '../../builders/write-project';

const REGION = 'us-east-1';
const STACK = `local-${REGION}-flags`;
const BLOCKER = 'arn:aws:cloudwatch:us-east-1:999999999999:alarm:organisation-wide';
const FILES: ProjectFiles = {
  ...Object.fromEntries(Object.entries(RELEASED_SHOP).filter(([file]) => !file.includes('prod'))),
  'flags/search/rank.yaml':
    'description: Rank\nowner: team-b\nlifecycle: permanent\ndefault: { enabled: true }\n',
  'environments/local.yaml': `account: "333333333333"\nregions: [${REGION}]\nblockers: ["${BLOCKER}"]\n`,
};
const OFF = { version: '1', flags: { pay: { name: 'pay' } }, values: { pay: { enabled: false } } };

let shop: ReleasedShop;
let root: string;
beforeEach(async () => {
  shop = await ReleasedShop.open(FILES);
  root = writeProject(FILES);
  writeStack();
});
afterEach(async () => {
  shop.close();
  await closeLocalAppConfigs();
});

/** As synthesized, as far as a release reads it. */
function writeStack(): void {
  const folder = join(root, 'cdktf.out', 'stacks', STACK);
  mkdirSync(folder, { recursive: true });
  const documents = shop.documents(REGION, 'flags');
  for (const { component, content } of documents) writeFileSync(join(folder, `${component}.json`), content);
  const version = 'aws_appconfig_hosted_configuration_version';
  const stack = {
    provider: {
      aws: [{ region: REGION, access_key: '333333333333', endpoints: [{ appconfig: shop.appConfig.url }] }],
    },
    output: {
      deployments: {
        value: documents.map(({ component, profile }) => ({
          component,
          profile,
          deploymentNumber: `\${aws_appconfig_deployment.${component}.deployment_number}`,
        })),
      },
    },
    resource: {
      [version]: Object.fromEntries(
        documents.map(({ component, fingerprint: description }) => [
          component,
          { description, content: `\${file("\${path.module}/${component}.json")}` },
        ]),
      ),
      aws_appconfig_deployment: Object.fromEntries(
        documents.map(({ component }) => [
          component,
          { configuration_version: `\${${version}.${component}.version_number}` },
        ]),
      ),
    },
  };
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
}

/** A Terraform that knows what AppConfig has now, and can do nothing else. */
async function knowingTerraform(): Promise<string> {
  const stack = shop.stack(REGION);
  const { trunk } = shop.options(stack);
  const look = trunk && (await quickLook(shop.clients(REGION).control, { stack, trunk }));
  const value = look ? referencesOf(look.documents) : [];
  writeFileSync(join(root, 'outputs.json'), JSON.stringify({ deployments: { value } }));
  return terraform(`case "$1" in
version) echo '{ "terraform_version": "1.11.4" }' ;;
init) ;;
output) cat ${join(root, 'outputs.json')} ;;
*) exit 1 ;;
esac`);
}

function terraform(script: string): string {
  const file = join(root, 'terraform');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

async function dynconf(binary: string, ...argv: readonly string[]) {
  let [out, err] = ['', ''];
  const exitCode = await run([...argv, '--cdktf-out', join(root, 'cdktf.out'), '--root', root], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    env: { ...process.env, TERRAFORM_BINARY_NAME: binary },
    color: false,
    width: 300,
    signal: new AbortController().signal,
  });
  return { exitCode, out, err };
}

test('dynconf deploy of what is served starts no Terraform, not even to ask for its version', async () => {
  await shop.deployAll(REGION);
  const ran = join(root, 'ran');
  const { exitCode, err } = await dynconf(terraform(`touch ${ran}\nexit 1`), 'deploy', STACK);
  expect({ exitCode, isStarted: existsSync(ran) }).toEqual({ exitCode: 0, isStarted: false });
  expect(err).toBe(
    [
      `look    what AppConfig has of ${STACK}`,
      `check   nothing was verified: there is no ${join(root, 'dynconf.manifest.json')}`,
      'verify  reading every document back as a consumer',
      `done    ${STACK} was up to date, and every document is served`,
      '',
    ].join('\n'),
  );
});

test('dynconf deploy of a document that an alarm rolled back exits 3 before Terraform starts', async () => {
  await shop.deployBad(REGION);
  const { exitCode, err } = await dynconf(terraform('exit 1'), 'deploy', STACK);
  expect(exitCode).toBe(3);
  expect(err).toContain(`checkout flags in local/${REGION}: deployment 1 of version 1 is ROLLED_BACK`);
  expect(err).toContain(`npx dynconf redeploy ${STACK} --reason "…"`);
});

test('dynconf deploy exits 2 when the definitions do not have the environment of the stack', async () => {
  writeFileSync(join(root, 'environments', 'local.yaml'), 'regions: [eu-west-1]\n');
  const { exitCode, err } = await dynconf(terraform('exit 1'), 'deploy', STACK);
  expect(exitCode).toBe(2);
  expect(err).toContain(`${STACK} belongs to no environment of these definitions`);
});

test('dynconf deploy needs Terraform where something has to start', async () => {
  const { exitCode, err } = await dynconf(terraform('exit 1'), 'deploy', STACK);
  expect(exitCode).toBe(2);
  expect(err).toContain('Terraform 1.11 or newer is needed');
});

test('dynconf await follows what an apply has started', async () => {
  await shop.deploy(REGION);
  await shop.deploy(REGION, { component: 'search', minutes: 1 });
  const binary = await knowingTerraform();
  setTimeout(() => shop.appConfig.clock.advance(60), 300);
  const { exitCode, err } = await dynconf(binary, 'await', STACK);
  expect({ exitCode, last: err.trim().split('\n').at(-1) }).toEqual({
    exitCode: 0,
    last: `done    2 rollouts of ${STACK} are COMPLETE`,
  });
});

test('dynconf await exits 4 when a rollout was rolled back, and says by whom', async () => {
  await shop.deploy(REGION, { component: 'search' });
  await shop.deployBad(REGION);
  const { exitCode, err } = await dynconf(await knowingTerraform(), 'await', STACK);
  expect(exitCode).toBe(4);
  expect(err).toContain('checkout flags: deployment 1 of version 1 is ROLLED_BACK, stopped by a person');
});

test('dynconf verify served reads every document back', async () => {
  await shop.deployAll(REGION);
  expect(await dynconf(await knowingTerraform(), 'verify', 'served', STACK)).toEqual({
    exitCode: 0,
    out: '',
    err: `done    2 documents of ${STACK} are served as synthesized\n`,
  });
});

test('dynconf verify served exits 4 and says what is different', async () => {
  await shop.deployAll(REGION);
  await shop.deploy(REGION, { value: OFF });
  const { exitCode, err } = await dynconf(await knowingTerraform(), 'verify', 'served', STACK);
  expect(exitCode).toBe(4);
  expect(err).toContain(
    'checkout flags is not served as released:\n    pay.enabled is false, should be true',
  );
});

test('dynconf deploy releases nothing else than what the manifest says, and exits 3', async () => {
  const manifest = join(root, 'no-manifest.json');
  const { exitCode, err } = await dynconf(terraform('exit 1'), 'deploy', STACK, '--manifest', manifest);
  expect(exitCode).toBe(3);
  expect(err).toContain(`there is no manifest ${manifest}`);
});

test('dynconf deploy asks the gate when something will start, and exits 3 while a blocker is on', async () => {
  shop.appConfig.setAlarm(BLOCKER, 'ALARM');
  const { exitCode, err } = await dynconf(terraform('exit 1'), 'deploy', STACK);
  expect({ exitCode, err }).toEqual({ exitCode: 3, err: expect.stringContaining('organisation-wide') });
});
