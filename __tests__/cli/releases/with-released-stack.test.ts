import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AwsGateway, startAwsGateway } from '../../builders/aws-gateway';
import { dynconfWith } from '../../builders/command-line';
import { writeProject } from '../../builders/write-project';

const STACK = 'prod-us-east-1-flags';
const DEPLOYMENT = {
  component: 'checkout',
  profile: 'flags',
  applicationId: 'a123456',
  environmentId: 'e123456',
  deploymentNumber: 7,
  configurationVersion: '3',
};
/** Says what it was called with, and as whom. */
const TERRAFORM = `#!${process.execPath}
const { AWS_PROFILE, AWS_ACCESS_KEY_ID, SEEN } = process.env;
require('node:fs').appendFileSync(SEEN, [process.argv[2], AWS_PROFILE, AWS_ACCESS_KEY_ID].join(' ') + '\\n');
if (process.argv[2] === 'version') console.log(JSON.stringify({ terraform_version: '1.11.4' }));
if (process.argv[2] === 'output') console.log(JSON.stringify({ deployments: { value: [${JSON.stringify(DEPLOYMENT)}] } }));
`;
const files = {
  [`cdktf.out/stacks/${STACK}/cdk.tf.json`]: JSON.stringify({
    provider: { aws: [{ region: 'us-east-1', allowed_account_ids: ['333333333333'] }] },
  }),
  terraform: TERRAFORM,
  config: '[profile reader-333333333333]\naws_access_key_id = 333333333333\naws_secret_access_key = s\n',
};

let aws: AwsGateway;
let rollout = { State: 'COMPLETE', PercentageComplete: 100 };
let onAsked = (): void => undefined;
const before = { ...process.env };

beforeEach(async () => {
  jest.spyOn(console, 'warn').mockReturnValue();
  rollout = { State: 'COMPLETE', PercentageComplete: 100 };
  onAsked = () => undefined;
  const stub = () => {
    onAsked();
    const body = JSON.stringify({ DeploymentNumber: 7, ...rollout });
    return { status: 200, type: 'application/json' as const, body };
  };
  aws = await startAwsGateway({ moto: { port: 1 }, appConfig: { port: 1 }, stub });
});

afterEach(async () => {
  process.env = { ...before };
  jest.restoreAllMocks();
  await aws.close();
});

/** `dynconf await`, by somebody whose own keys are of account 777777777777. */
async function awaitAs(prefix: string | undefined, signal = new AbortController().signal) {
  const root = writeProject(files);
  chmodSync(join(root, 'terraform'), 0o755);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_CONFIG_FILE: join(root, 'config'),
    AWS_ACCESS_KEY_ID: '777777777777',
    AWS_SECRET_ACCESS_KEY: 's',
  });
  const env = {
    ...process.env,
    TERRAFORM_BINARY_NAME: join(root, 'terraform'),
    SEEN: join(root, 'seen'),
    ...(prefix !== undefined && { DYNCONF_READ_PROFILES: prefix }),
  };
  const result = await dynconfWith({ env, signal }, 'await', STACK, '--cdktf-out', join(root, 'cdktf.out'));
  const seen = existsSync(join(root, 'seen')) ? readFileSync(join(root, 'seen'), 'utf8').split('\n') : [];
  return { ...result, terraform: seen.filter((line) => /^(init|output)/.test(line)) };
}

test('withReleasedStack() comes as the read profile, to AppConfig and to the state', async () => {
  const { exitCode, err, terraform } = await awaitAs('reader-');
  expect(err).toContain(`done    1 rollouts of ${STACK} are COMPLETE\n`);
  expect(exitCode).toBe(0);
  expect(terraform).toEqual(['init reader-333333333333 ', 'output reader-333333333333 ']);
  expect(aws.calls.map(({ account, operation }) => `${account} ${operation.split(' ')[0] ?? ''}`)).toEqual([
    '333333333333 GET',
  ]);
});

test('withReleasedStack() without a prefix comes as the caller', async () => {
  const { exitCode, terraform } = await awaitAs(undefined);
  expect(exitCode).toBe(0);
  expect(terraform).toEqual(['init  777777777777', 'output  777777777777']);
  expect(aws.calls.map(({ account }) => account)).toEqual(['777777777777']);
});

test('withReleasedStack() says which profile is missing', async () => {
  const { exitCode, err } = await awaitAs('writer-');
  expect(exitCode).toBe(2);
  expect(err).toBe(
    'the AWS configuration has no profile writer-333333333333, which DYNCONF_READ_PROFILES=writer- asks for (docs/access.md)\n',
  );
});

test('await that is interrupted says that the rollouts go on, and how to follow them again', async () => {
  const interrupt = new AbortController();
  rollout = { State: 'DEPLOYING', PercentageComplete: 20 };
  onAsked = () => interrupt.abort();
  const { exitCode, err } = await awaitAs(undefined, interrupt.signal);
  expect(exitCode).toBe(130);
  expect(err).toContain(
    `\ninterrupted: rollouts go on in AppConfig; \`npx dynconf await ${STACK}\` follows them again\n`,
  );
});
