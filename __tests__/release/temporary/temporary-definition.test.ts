import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProject } from '../../../compiler/load-project';
import {
  draftTemporary,
  loadWith,
  temporaryFile,
  withExpiry,
  writeDefinition,
} from '../../../release/temporary/temporary-definition';
import { anEnvironment } from '../../builders/environment';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const DRAFT = { name: 'feat-x', owner: 'team-a', expires: '2099-11-24T12:00:00Z' };
const WINDOW = { days: 'mon-fri', from: '09:00', to: '16:00', timeZone: 'UTC' };

test('draftTemporary() writes what a person would: little, in the words of the contract', () => {
  expect(draftTemporary({ ...DRAFT, base: anEnvironment() })).toBe(`\
# Made by \`npx dynconf environment create\`. It goes, with everything in it, by
# \`npx dynconf environment remove feat-x\`, or by itself after it has expired.

description: Short-lived, taken from beta
extends: beta
# Two minutes, bake included.
strategy: AppConfig.Linear50PercentEvery30Seconds
# Without traffic an alarm could only be wrong.
alarms: []
temporary: { owner: team-a, expires: 2099-11-24T12:00:00Z }
`);
});

test('draftTemporary() takes away what would keep a release from starting, and regions that are not wanted', () => {
  const base = anEnvironment({ name: 'prod', windows: [WINDOW], blockers: ['arn:aws:cloudwatch:x'] });
  const text = draftTemporary({ ...DRAFT, base, regions: ['us-east-1', 'eu-west-1'] });
  expect(text).toContain('regions:\n  - us-east-1\n  - eu-west-1\n');
  expect(text).toContain('windows: []\nblockers: []\n');
});

test('withExpiry() changes the end and nothing else', () => {
  const text =
    '# mine\nextends:   beta\n\ntemporary: {owner: team-a, expires: 2099-01-01} # soon\ntags: { a: "1" }\n';
  expect(withExpiry(text, '2099-02-01T12:00:00Z')).toBe(text.replace('2099-01-01', '2099-02-01T12:00:00Z'));
});

test('loadWith() finds what would be wrong and leaves the folder alone', () => {
  const root = writeProject(SMALL_PROJECT);
  const text = draftTemporary({ ...DRAFT, base: anEnvironment({ name: 'betta' }) });
  const { project, diagnostics } = loadWith(root, temporaryFile('feat-x'), text);
  expect(project).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'EXTENDS_UNKNOWN', file: temporaryFile('feat-x') }]);
  expect(existsSync(join(root, 'environments', 'temporary'))).toBe(false);
});

test('loadWith() without a text is the project without the file', () => {
  const root = writeProject(SMALL_PROJECT);
  const { project } = loadWith(root, 'environments/beta.yaml', undefined);
  expect(project?.environments.map(({ name }) => name)).toEqual(['local']);
  expect(existsSync(join(root, 'environments', 'beta.yaml'))).toBe(true);
});

test('writeDefinition() leaves one whole file, and the project is in order with it', () => {
  const root = writeProject(SMALL_PROJECT);
  const text = draftTemporary({ ...DRAFT, base: anEnvironment() });
  writeDefinition(root, temporaryFile('feat-x'), text);
  expect(readdirSync(join(root, 'environments', 'temporary'))).toEqual(['feat-x.yaml']);
  expect(readFileSync(join(root, temporaryFile('feat-x')), 'utf8')).toBe(text);
  expect(loadProject(root).diagnostics).toEqual([]);
});
