import { CreateApplicationCommand, CreateEnvironmentCommand } from '@aws-sdk/client-appconfig';
import { compileDocuments } from '../../../compiler/compile-documents';
import { loadProject } from '../../../compiler/load-project';
import { findTarget } from '../../../compiler/targets';
import type { Review } from '../../../delivery/review/review';
import {
  aDeployment,
  aLocalAppConfig,
  aProfile,
  closeLocalAppConfigs,
  type TestAppConfig,
} from '../../builders/a-local-app-config';
import { type CommandResult, dynconfWith } from '../../builders/command-line';
import { envOf } from '../../builders/local-alarms';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const OFF = 'description: Pay\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: false }\n';
const FLAGS = { Name: 'flags', Type: 'AWS.AppConfig.FeatureFlags' };
let appConfig: TestAppConfig;
beforeEach(async () => (appConfig = await aLocalAppConfig()));
afterEach(closeLocalAppConfigs);

function review(root: string, ...argv: readonly string[]): Promise<CommandResult> {
  return dynconfWith({ env: envOf(appConfig) }, 'review', '--root', root, ...argv);
}

/** `checkout` of `local` serves what the small project says. */
async function release(): Promise<void> {
  const { control } = appConfig;
  const { project } = loadProject(writeProject(SMALL_PROJECT));
  const target = project && findTarget(project, 'local/us-east-1');
  if (!project || !target) throw new Error('the small project has mistakes');
  const { Id: ApplicationId = '' } = await control.send(new CreateApplicationCommand({ Name: 'checkout' }));
  const made = await control.send(new CreateEnvironmentCommand({ ApplicationId, Name: 'local' }));
  for (const { profile, value } of compileDocuments(project, target)) {
    const kind = profile === 'flags' ? FLAGS : { Name: 'operations' };
    const ConfigurationProfileId = await aProfile(control, ApplicationId, kind);
    const ids = { ApplicationId, EnvironmentId: made.Id ?? '', ConfigurationProfileId };
    await aDeployment(control, ids, { content: value });
  }
}

test('review --served shows what a release changes for those who read the environment', async () => {
  await release();
  const root = writeProject({ ...SMALL_PROJECT, 'flags/checkout/pay.yaml': OFF });
  const { exitCode, out } = await review(root, '--served', 'local');
  expect(exitCode).toBe(0);
  expect(out).toContain('**1 flag.** Of 1 target, 1 read differently. Compared with `what local serves`.');
  expect(out).toContain('`checkout/pay` changed in `local/us-east-1`');
  expect(out).toContain('- enabled: true\n+ enabled: false');
  expect(out).not.toContain('operations');
});

test('review --served finds nothing where everything is served already', async () => {
  await release();
  const { exitCode, out } = await review(writeProject(SMALL_PROJECT), '--served', 'local');
  expect(exitCode).toBe(0);
  expect(out).toContain('**No document changes.** Compared with `what local serves`.');
  expect(out).toContain('Unchanged: `local/us-east-1`');
});

test('review --served of a first release: everything is new', async () => {
  const { out } = await review(writeProject(SMALL_PROJECT), '--served', 'local', '--format', 'json');
  const { changes, targets } = JSON.parse(out) as Review;
  expect(changes.map(({ profile, kind }) => `${profile} ${kind}`)).toEqual([
    'flags added',
    'operations added',
  ]);
  expect(targets.changed).toEqual(['local/us-east-1']);
});

test('review --served shows a document that nobody wants any more', async () => {
  await release();
  const rest = Object.entries(SMALL_PROJECT).filter(([file]) => file !== 'opconfig/checkout.yaml');
  const { out } = await review(writeProject(Object.fromEntries(rest)), '--served', 'local');
  expect(out).toContain('`checkout  operations` removed in `local/us-east-1`');
  expect(out).toContain('- log-level: "info"');
});

test('review --served looks at the components of one workload alone', async () => {
  const tools = [
    'kind: tools',
    'account: "999999999999"',
    'region: us-east-1',
    'source: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/0f3c1f1e-5f2a-4a57-9b1d-7d8d5c0b9e11", repository: a/b }',
    'workloads: { pay: [checkout], find: [search] }',
    '',
  ].join('\n');
  const root = writeProject({
    ...SMALL_PROJECT,
    'environments/tools.yaml': tools,
    'opconfig/search.yaml': 'owner: team-b\ndefault: { limit: 5 }\n',
  });
  const { out } = await review(root, '--served', 'local', '--workload', 'find', '--format', 'json');
  expect((JSON.parse(out) as Review).changes.map(({ component }) => component)).toEqual(['search']);
  const unknown = await review(root, '--served', 'local', '--workload', 'seek');
  expect(unknown.exitCode).toBe(2);
  expect(unknown.err).toContain('there is no workload seek');
});

test('review compares with one thing only', async () => {
  const root = writeProject(SMALL_PROJECT);
  const both = await review(root, '--served', 'local', '--base', 'HEAD');
  expect(both.exitCode).toBe(2);
  expect(both.err).toContain('say --base, --served or --from, not several');
  const stray = await review(root, '--base', 'HEAD', '--workload', 'pay');
  expect(stray.exitCode).toBe(2);
  expect(stray.err).toContain('--workload is for --served alone');
});

test('review --served needs an AppConfig that answers, and an environment that there is', async () => {
  const root = writeProject(SMALL_PROJECT);
  await closeLocalAppConfigs();
  const silent = await review(root, '--served', 'local');
  expect(silent.exitCode).toBe(2);
  expect(silent.err).toContain('AppConfig in us-east-1 of account 000000000000 cannot be asked');
  const unknown = await review(root, '--served', 'prod');
  expect(unknown.exitCode).toBe(2);
  expect(unknown.err).toContain('there is no environment prod');
});
