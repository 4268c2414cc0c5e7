import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Project } from '../compiler/project';
import { terraformBinary, terraformEnvironment } from '../release/terraform-environment';
import { anAlarm, anAnomalyAlarm, anEnvironment, aStrategy, aWave } from './builders/environment';
import { aFlag } from './builders/flag';
import { anOperations } from './builders/operations';
import { aComponent, aProject, aTools } from './builders/project';
import { type TerraformJson, withSynthesized } from './builders/synth';
import { describeWithTerraform } from './builders/terraform-prerequisite';

const LOCK_FILE = resolve(__dirname, '..', '.terraform.lock.hcl');
/** Stacks with providers for several regions: those cannot be handed down from one root. */
const ALONE = ['state'];
const TERRAFORM_SECONDS = 120;
const NASTY = '${var.x} %{ if } $${y} %%{z} ${TfToken[TOKEN.0]} "q" \\';

/** Every kind of stack, alarm, strategy and backend, with text that Terraform would take for templates. */
const project: Project = aProject({
  components: [
    aComponent({
      flags: [aFlag({ description: NASTY })],
      operations: anOperations({ description: NASTY, schema: { type: 'object', description: NASTY } }),
    }),
    aComponent({ name: 'shared', watchedComponents: ['checkout', 'search'] }),
  ],
  environments: [
    anEnvironment({ name: 'local', alarms: [anAlarm()] }),
    anEnvironment({
      name: 'beta',
      tags: { Text: '50 % {of} customers' },
      backend: {
        type: 's3',
        bucket: 'states',
        region: 'eu-west-1',
        kmsKey: 'arn:aws:kms:eu-west-1:111111111111:key/1a2b3c4d-1a2b-4c3d-8a2b-1a2b3c4d5e6f',
      },
      alarms: [anAlarm({ severity: 'high', metric: { ...anAlarm().metric, name: NASTY } }), anAnomalyAlarm()],
      onCall: { checkout: ['arn:aws:sns:us-east-1:111111111111:on-call'] },
      canary: { everyMinutes: 1 },
      readers: { roles: ['arn:aws:iam::444444444444:role/shop'] },
    }),
    anEnvironment({
      name: 'prod',
      account: '333333333333',
      approval: { required: true, notify: [] },
      backend: { type: 'cloud', organization: 'shop', project: 'flags' },
      strategies: {
        flags: aStrategy({ growth: 'exponential' }),
        operations: aStrategy({ predefined: 'AppConfig.AllAtOnce' }),
      },
      waves: [aWave({ name: 'first' }), aWave({ name: 'rest', regions: ['eu-west-1', 'us-west-2'] })],
    }),
  ],
  tools: aTools({ notify: ['arn:aws:sns:us-east-1:999999999999:releases'] }),
});

describeWithTerraform('Terraform and the real provider', () => {
  test(
    'accept every kind of stack',
    () => {
      withFolder((folder) => {
        const names = withSynthesized(project, ({ outdir, stack }) => {
          const stacks = readdirSync(join(outdir, 'stacks')).filter((name) => !ALONE.includes(name));
          for (const name of stacks) {
            writeModule(join(folder, name), { stack: stack(name), from: join(outdir, 'stacks', name) });
          }
          return stacks;
        });
        const targets = 5;
        // And access-beta, access-prod, delivery-pipeline, temporary-environments.
        expect(names).toHaveLength(targets * 3 + 4);
        writeRoot(folder, names);
        expect(validate(folder)).toBe('Success! The configuration is valid.');
      });
    },
    TERRAFORM_SECONDS * 1000,
  );

  test.each(['local-us-east-1-flags', 'beta-us-east-1-foundation', ...ALONE])(
    'accept %s as it is written, with its own provider and backend',
    (name) => {
      withFolder((folder) => {
        withSynthesized(project, ({ outdir }) =>
          cpSync(join(outdir, 'stacks', name), folder, { recursive: true }),
        );
        expect(validate(folder)).toBe('Success! The configuration is valid.');
      });
    },
    TERRAFORM_SECONDS * 1000,
  );
});

/** A provider process costs two seconds: all stacks are modules of one root that has the only provider. */
function writeModule(folder: string, { stack, from }: { stack: TerraformJson; from: string }): void {
  const { required_providers } = stack.terraform as { required_providers: unknown };
  mkdirSync(folder, { recursive: true });
  const module = { ...stack, provider: undefined, terraform: { required_providers } };
  // Indented: Terraform quotes the whole line that it finds fault with.
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(module, null, 2));
  if (existsSync(join(from, 'assets')))
    cpSync(join(from, 'assets'), join(folder, 'assets'), { recursive: true });
}

function writeRoot(folder: string, modules: readonly string[]): void {
  const root = {
    terraform: { required_providers: { aws: { source: 'aws', version: '5.100.0' } } },
    provider: { aws: { region: 'us-east-1' } },
    module: Object.fromEntries(modules.map((name) => [name, { source: `./${name}` }])),
  };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(root));
  copyFileSync(LOCK_FILE, join(folder, '.terraform.lock.hcl'));
}

function validate(folder: string): string {
  const { env } = terraformEnvironment();
  const terraform = (...args: string[]) => {
    const options = {
      cwd: folder,
      env: env as NodeJS.ProcessEnv,
      encoding: 'utf8',
      timeout: TERRAFORM_SECONDS * 1000,
    } as const;
    const { stdout, stderr } = spawnSync(terraformBinary(env), [...args, '-no-color'], options);
    return `${stdout}${stderr}`.trim();
  };
  const initialised = terraform('init', '-backend=false', '-input=false');
  return initialised.includes('successfully initialized') ? terraform('validate') : initialised;
}

function withFolder(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-validate-'));
  try {
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
