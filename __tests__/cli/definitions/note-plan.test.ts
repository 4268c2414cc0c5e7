import { dynconf } from '../../builders/command-line';
import { WHOLE_SHOP } from '../../builders/whole-shop';
import { type ProjectFiles, writeProject } from '../../builders/write-project';

const TOOLS = 'environments/tools.yaml';
const BASE = 'environments/_base.yaml';
const GAMMA = 'environments/gamma.yaml';
const PROD = 'environments/prod.yaml';

/** What `dynconf pipeline` says beside the plan of the shop, where one thing is another one. */
async function notesOf(file: string, from: string | RegExp, to: string): Promise<string> {
  const text = String(WHOLE_SHOP[file]);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  const shop: ProjectFiles = { ...WHOLE_SHOP, [file]: changed };
  const backend = 'backend: { type: cloud, organization: shop }\n';
  const inCloud = [TOOLS, BASE].map((each) => [each, `${String(shop[each])}${backend}`] as const);
  const root = writeProject({ ...shop, ...Object.fromEntries(inCloud) });
  const { exitCode, err } = await dynconf('pipeline', '--root', root);
  expect(exitCode).toBe(0);
  return err;
}

test('notePlan() says that nobody is told of failures and approvals', async () => {
  const instead = 'write `notify: [<ARN of an SNS topic in us-east-1>]` in environments/tools.yaml\n';
  expect(await notesOf(TOOLS, /notify: .*\n/, '')).toBe(
    `only those on call are told when a pipeline fails or waits for an approval: ${instead}`,
  );
});

test('notePlan() names the tests that count as nothing', async () => {
  expect(
    await notesOf(
      GAMMA,
      'performance: { commands: ["npm run x"], minutes: 1 }',
      'performance: { commands: [x] }',
    ),
  ).toBe('tests without `minutes` count as 0 of the 30 minutes of a stage: gamma (performance)\n');
  expect(await notesOf(PROD, /tests: .*/, 'tests: { acceptance: { commands: [x] } }')).toBe('');
});

test('notePlan() names the windows that the one expression leaves out', async () => {
  const windows = (days: string, to: string): string =>
    `{ days: ${days}, from: "09:00", to: "${to}", time-zone: Europe/Dublin }`;
  expect(
    await notesOf(
      PROD,
      /windows: .*/,
      `windows: [${windows('mon-thu', '16:00')}, ${windows('fri', '12:00')}]`,
    ),
  ).toBe(
    'stages of prod wait until it is * * 9-14 ? * MON,TUE,WED,THU * (cron, Europe/Dublin), and not for fri 09:00-12:00 Europe/Dublin: CodePipeline takes one expression\n',
  );
});

test('notePlan() names the part of a night that the one expression leaves out', async () => {
  const night = '{ days: mon-thu, from: "22:00", to: "04:00", time-zone: Europe/Berlin }';
  expect(await notesOf(PROD, /windows: .*/, `windows: [${night}]`)).toBe(
    'stages of prod wait until it is * * 0-2,22-23 ? * TUE,WED,THU * (cron, Europe/Berlin), and not for mon 22:00-24:00 and fri 00:00-03:40: CodePipeline takes one expression\n',
  );
});

test('notePlan() names the blockers that no pipeline may read', async () => {
  const alarm = (account: string): string => `"arn:aws:cloudwatch:us-east-1:${account}:alarm:a:b"`;
  const blockers = ['${account}', '999999999999', '777777777777', '888888888888'].map(alarm);
  expect(await notesOf(PROD, /blockers: .*/, `blockers: [${blockers.join(', ')}]`)).toBe(
    'no pipeline can release to prod, for none may read arn:aws:cloudwatch:us-east-1:777777777777:alarm:a:b, ' +
      'arn:aws:cloudwatch:us-east-1:888888888888:alarm:a:b: let an alarm in account 333333333333 or in that of the ' +
      'tools say the same, and name it (docs/gates.md)\n',
  );
});
