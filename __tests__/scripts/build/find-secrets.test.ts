import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findSecrets } from '../../../scripts/build/find-secrets';
import type { BuildPlace } from '../../../scripts/build/step';

const PROJECT = resolve(__dirname, '..', '..', '..');
/** In pieces: this file is scanned as well. */
const TOKEN = ['xoxb', '123456789012', '1234567890123', 'abcdefghijABCDEFGHIJabcd'].join('-');

const folder = mkdtempSync(join(tmpdir(), 'dynconf-find-secrets-'));

beforeAll(() => {
  const rules = JSON.stringify(join(PROJECT, '.secretlintrc.js'));
  writeFileSync(join(folder, '.secretlintrc.js'), `module.exports = require(${rules});\n`);
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  execFileSync('git', ['init', '-q'], { cwd: folder });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function place(): BuildPlace & { said: () => string } {
  let said = '';
  const say = (text: string): void => void (said += text);
  return { project: folder, reports: join(folder, 'reports'), allTests: false, say, said: () => said };
}

function track(): void {
  execFileSync('git', ['add', '.gitignore', '.secretlintrc.js', 'flags'], { cwd: folder });
}

describe('findSecrets()', () => {
  it('findSecrets() fails on a token in a definition, with its place and without the token', async () => {
    mkdirSync(join(folder, 'flags'), { recursive: true });
    writeFileSync(join(folder, 'flags', 'pay.yaml'), `description: Pay\nowner: ${TOKEN}\n`);
    track();
    const here = place();
    expect(await findSecrets(here)).toMatchObject({ result: 'failed', findings: 1 });
    expect(here.said()).toMatch(/^flags\/pay\.yaml:2:8 {2}error {2}@secretlint\/secretlint-rule-slack/m);
    const written = ['sarif/secrets.sarif', 'findings/secrets.xml'].map((name) =>
      readFileSync(join(folder, 'reports', name), 'utf8'),
    );
    expect([here.said(), ...written].filter((text) => text.includes(TOKEN))).toEqual([]);
  }, 60_000);

  it('findSecrets() believes nothing that silences a whole file, and a comment that gives the reason for its own line', async () => {
    const excused = `owner: ${TOKEN} # secretlint-disable-line slack -- made up for a test`;
    writeFileSync(
      join(folder, 'flags', 'pay.yaml'),
      `# secretlint-disable\ndescription: ${TOKEN}\n${excused}\n`,
    );
    writeFileSync(join(folder, '.secretlintignore'), 'flags/\n');
    track();
    const here = place();
    expect(await findSecrets(here)).toMatchObject({ result: 'failed', findings: 1 });
    expect(here.said()).toMatch(/^flags\/pay\.yaml:2:14 /m);
  }, 60_000);

  it('findSecrets() looks at what git tracks, and only there', async () => {
    writeFileSync(join(folder, 'flags', 'pay.yaml'), 'description: Pay\n');
    track();
    writeFileSync(join(folder, 'untracked.txt'), TOKEN);
    expect(await findSecrets(place())).toMatchObject({ result: 'passed', findings: 0 });
  }, 60_000);
});
