import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Project } from '../compiler/project';
import { synthesize } from '../main';
import { type Fleet, hoistFleet, validateFolder } from '../scripts/validate-fleet';
import { anAlarm, anAnomalyAlarm, anEnvironment, aStrategy, aWave } from './builders/environment';
import { aFlag } from './builders/flag';
import { anOperations } from './builders/operations';
import { aComponent, aProject, aTools } from './builders/project';
import { describeWithTerraform } from './builders/terraform-prerequisite';

const MINUTE = 60_000;
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
  // More topics than one rule tells.
  tools: aTools({
    notify: Array.from({ length: 12 }, (_, n) => `arn:aws:sns:us-east-1:999999999999:releases-${n}`),
  }),
});

describeWithTerraform('Terraform and the real provider', () => {
  test(
    'accept every kind of stack',
    () =>
      withFleet(async ({ root, modules }) => {
        const targets = 5;
        // And access-beta, access-prod, access-tools, release-events, both pipelines, temporary-environments; state has
        // two providers.
        expect(modules).toHaveLength(targets * 3 + 7);
        expect(await validateFolder(root)).toBeUndefined();
      }),
    2 * MINUTE,
  );

  test(
    'accept every setting of provider and backend as it is written',
    () =>
      withFleet(async ({ unmodified }) => {
        expect([...new Set(unmodified.map(whereStateIs))].sort()).toEqual(['cloud', 'local', 's3']);
        expect(unmodified.map((folder) => basename(folder))).toContain('state');
        for (const folder of unmodified) expect(await validateFolder(folder)).toBeUndefined();
      }),
    3 * MINUTE,
  );
});

function whereStateIs(folder: string): string | undefined {
  const { terraform } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as {
    terraform: { backend?: object; cloud?: object };
  };
  return terraform.cloud ? 'cloud' : Object.keys(terraform.backend ?? {})[0];
}

function withFleet(use: (fleet: Fleet) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'dynconf-validate-'));
  const cdktfOut = mkdtempSync(join(tmpdir(), 'dynconf-validate-'));
  synthesize(project, { outdir: cdktfOut });
  return use(hoistFleet(cdktfOut, root)).finally(() => {
    for (const folder of [root, cdktfOut]) rmSync(folder, { recursive: true, force: true });
  });
}
