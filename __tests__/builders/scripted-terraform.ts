import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As much of Terraform as a first apply asks for, without its seconds: states are files, a bucket is a folder. */
export interface ScriptedTerraform {
  readonly cdktfOut: string;
  readonly env: Record<string, string | undefined>;
  /** `terraform` command lines, each with the profile that it ran as. */
  ran(): string[];
  /** The next command that contains the text kills itself before it does anything. */
  killNext(text: string): void;
  hasBucket(): void;
  /** The state of the stack in the bucket, or beside the checkout; absent when there is none. */
  state(place: 'bucket' | 'local'): object | undefined;
  writeState(place: 'bucket' | 'local', resources: readonly object[]): void;
  close(): void;
}

/** What Terraform does with a state, in the order of its arguments; a resource named `bucket` makes the bucket. */
const SCRIPT = `#!${process.execPath}
const fs = require('node:fs');
const path = require('node:path');
const [command, ...args] = process.argv.slice(2);
const home = process.env.SCRIPTED_HOME;
const line = [process.env.AWS_PROFILE, command, ...args].join(' ');
fs.appendFileSync(path.join(home, 'ran.txt'), line + '\\n');
const kill = path.join(home, 'kill.txt');
if (fs.existsSync(kill) && line.includes(fs.readFileSync(kill, 'utf8'))) {
  fs.rmSync(kill);
  process.exit(137);
}
const override = 'backend_override.tf.json';
const local = path.join(home, '.dynconf/state/state.tfstate');
const bucket = path.join(home, 'bucket');
const remote = path.join(bucket, 'state.tfstate');
const isLocal = fs.existsSync(override);
const current = isLocal ? local : remote;
const read = (file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { resources: [] });
if (command === 'version') console.log(JSON.stringify({ terraform_version: '1.11.4' }));
if (command === 'init' && !isLocal && !fs.existsSync(bucket)) {
  console.error('Error: S3 bucket "states" does not exist.');
  process.exit(1);
}
if (command === 'init' && args.includes('-migrate-state') && fs.existsSync(local)) fs.writeFileSync(remote, JSON.stringify({ lineage: 'new', serial: 1, ...read(local) }));
if (command === 'state') process.stdout.write(fs.existsSync(current) ? fs.readFileSync(current, 'utf8') : '');
if (command === 'plan') process.exit(read(current).resources.length === 0 ? 2 : 0);
if (command === 'apply') {
  fs.mkdirSync(bucket, { recursive: true });
  fs.mkdirSync(path.dirname(current), { recursive: true });
  fs.writeFileSync(current, JSON.stringify({ resources: [{ name: 'bucket' }] }));
}
`;

export function scriptTerraform(stacks: readonly string[]): ScriptedTerraform {
  const home = mkdtempSync(join(tmpdir(), 'dynconf-scripted-'));
  const binary = join(home, 'terraform');
  writeFileSync(binary, SCRIPT, { mode: 0o755 });
  for (const stack of stacks) {
    const folder = join(home, 'cdktf.out', 'stacks', stack);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'cdk.tf.json'),
      JSON.stringify({ provider: { aws: [{ region: 'us-east-1' }] } }),
    );
  }
  const file = {
    bucket: join(home, 'bucket', 'state.tfstate'),
    local: join(home, '.dynconf/state/state.tfstate'),
  };
  return {
    cdktfOut: join(home, 'cdktf.out'),
    env: { ...process.env, TERRAFORM_BINARY_NAME: binary, SCRIPTED_HOME: home },
    ran: () => readFileSync(join(home, 'ran.txt'), 'utf8').trim().split('\n'),
    killNext: (text) => writeFileSync(join(home, 'kill.txt'), text),
    hasBucket: () => void mkdirSync(join(home, 'bucket'), { recursive: true }),
    state: (place) =>
      existsSync(file[place]) ? (JSON.parse(readFileSync(file[place], 'utf8')) as object) : undefined,
    writeState: (place, resources) => {
      mkdirSync(join(file[place], '..'), { recursive: true });
      writeFileSync(file[place], JSON.stringify({ resources }));
    },
    close: () => rmSync(home, { recursive: true, force: true }),
  };
}
