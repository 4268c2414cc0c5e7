import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../cli/dynconf';
import type { Project } from '../../compiler/project';
import { manualClock } from '../../local/clock';
import { type LocalAppConfig, startLocalAppConfig } from '../../local/server';
import { synthesize } from '../../main';
import { openStack } from '../../release/terraform/stack-folder';
import { Terraform } from '../../release/terraform/terraform';
import { terraformEnvironment } from '../../release/terraform/terraform-environment';
import { type AwsGateway, startAwsGateway } from './aws-gateway';
import { awsStub } from './aws-stub';
import type { CommandResult } from './command-line';
import { startMoto } from './moto';

/** The stacks of a project as they are written, and an AWS with accounts apart that they are applied to. */
export interface AwsStacks {
  readonly gateway: AwsGateway;
  readonly appConfig: LocalAppConfig;
  /** Of a folder with definitions that say the same as the project. */
  dynconf(...argv: readonly string[]): Promise<CommandResult>;
  /** As somebody in the account of an environment. */
  terraform(stack: string, environment: string): Terraform;
  stacks(): string[];
  path(file: string): string;
  /** Everything in a bucket, with every version of it. */
  emptyBucket(bucket: string, account: string): Promise<void>;
  close(): Promise<void>;
}

export interface AwsProject {
  readonly project: Project;
  /** Definitions folder of the project. */
  readonly root: string;
  /** Environment, or `tools` → account. */
  readonly accounts: Readonly<Record<string, string>>;
}

export async function startAwsStacks({ project, root, accounts }: AwsProject): Promise<AwsStacks> {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-aws-'));
  const cdktfOut = join(folder, 'cdktf.out');
  mkdirSync(cdktfOut);
  const appConfig = await startLocalAppConfig({ clock: manualClock() });
  const moto = await startMoto();
  const gateway = await startAwsGateway({ moto, appConfig, stub: awsStub() });
  synthesize(project, { outdir: cdktfOut });
  const env = {
    ...terraformEnvironment().env,
    ...writeProfiles(folder, accounts),
    AWS_ENDPOINT_URL: gateway.url,
  };
  return {
    gateway,
    appConfig,
    dynconf: (...argv) => runCommand([...argv, '--root', root, '--cdktf-out', cdktfOut], env),
    terraform: (stack, environment) =>
      new Terraform(openStack(cdktfOut, stack), { env: { ...env, AWS_PROFILE: `dynconf-${environment}` } }),
    stacks: () => readdirSync(join(cdktfOut, 'stacks')).sort(),
    path: (file) => join(folder, file),
    emptyBucket: (bucket, account) => emptyBucket(gateway.url, { bucket, account }),
    close: async () => {
      await gateway.close();
      await moto.close();
      await appConfig.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An administrator of each account: the access key is the account. Nothing of the machine's own AWS settings is used. */
function writeProfiles(folder: string, accounts: AwsProject['accounts']): Record<string, string | undefined> {
  const profiles = Object.entries(accounts).map(
    ([name, account]) =>
      `[profile dynconf-${name}]\naws_access_key_id = ${account}\naws_secret_access_key = moto\n`,
  );
  const file = join(folder, 'aws-config');
  writeFileSync(file, profiles.join('\n'));
  const own = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own.map((name) => [name, undefined])),
    AWS_CONFIG_FILE: file,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

async function runCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<CommandResult> {
  let [out, err] = ['', ''];
  const { signal } = new AbortController();
  const exitCode = await run(argv, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    env,
    color: false,
    width: 200,
    signal,
  });
  return { exitCode, out, err };
}

async function emptyBucket(
  url: string,
  { bucket, account }: { bucket: string; account: string },
): Promise<void> {
  const ask = (method: string, path: string): Promise<string> =>
    signed(method, `${url}/${bucket}${path}`, account);
  const listed = await ask('GET', '?versions');
  const versions = [...listed.matchAll(/<Key>([^<]+)<\/Key>[\s\S]*?<VersionId>([^<]+)<\/VersionId>/g)];
  for (const [, key = '', version = ''] of versions) await ask('DELETE', `/${key}?versionId=${version}`);
}

/** Neither the gateway nor moto checks a signature; they read from it who asks for what. */
function signed(method: string, url: string, account: string): Promise<string> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${account}/20261121/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none`;
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers: { authorization } }, (reply) => {
      let body = '';
      reply.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      reply.on('end', () => resolve(body));
    });
    asked.on('error', reject).end();
  });
}

/** The same stack without what keeps it from being destroyed. */
export function allowDestroy(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll('"prevent_destroy": true', '"prevent_destroy": false'));
}
