import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Review } from '../../../delivery/review/review';
import { PAGE_MARK } from '../../../delivery/review/review-page';
import { aRepository, type Repository } from '../../builders/a-repository';
import { dynconf } from '../../builders/command-line';
import { aReview } from '../../builders/review';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const FLAG = 'flags/checkout/pay.yaml';
const OFF = 'description: Pay\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: false }\n';

function committed(): Repository {
  const repository = aRepository(SMALL_PROJECT);
  repository.commit();
  return repository;
}

async function reviewOf(folder: string, base = 'HEAD'): Promise<Review> {
  const { out } = await dynconf('review', '--root', folder, '--base', base, '--format', 'json');
  return JSON.parse(out) as Review;
}

test('review compares the working tree with a revision', async () => {
  const { folder, write } = committed();
  write({ [FLAG]: OFF });
  const { exitCode, out } = await dynconf('review', '--root', folder, '--base', 'HEAD');
  expect(exitCode).toBe(0);
  expect(out).toContain('`checkout/pay` changed in `beta` (all 2 regions), `local/us-east-1`');
  expect(out).toContain('- enabled: true\n+ enabled: false');
  expect(out).toContain('- `beta-eu-west-1-flags` changed');
});

test('review of no change says so', async () => {
  const { folder } = committed();
  const { exitCode, out } = await dynconf('review', '--root', folder, '--base', 'main');
  expect(exitCode).toBe(0);
  expect(out).toContain('**No document changes.**');
});

test('review leaves out what others have merged since', async () => {
  const repository = committed();
  repository.git('checkout', '--quiet', '-b', 'mine');
  repository.write({ 'opconfig/checkout.yaml': 'owner: team-a\ndefault: { log-level: debug }\n' });
  repository.commit();
  repository.git('checkout', '--quiet', 'main');
  repository.write({ [FLAG]: OFF });
  repository.commit();
  repository.git('checkout', '--quiet', 'mine');
  const { base, changes } = await reviewOf(repository.folder, 'main');
  expect(changes.map(({ profile }) => profile)).toEqual(['operations']);
  expect(base.ref).toBe('main');
});

test('review of definitions with mistakes tells them and compares nothing', async () => {
  const { folder, write } = committed();
  write({ [FLAG]: `${OFF}colour: red\n` });
  const { exitCode, out } = await dynconf('review', '--root', folder, '--base', 'HEAD');
  expect(exitCode).toBe(1);
  expect(out).toContain('**Nothing can be released: 1 mistake in the definitions.**');
  expect(out).toContain(`${FLAG}:5:1  error  UNKNOWN_KEY`);
});

test('review tells what cannot be side by side with the base, and what changes all the same', async () => {
  const { folder, remove } = committed();
  remove(FLAG);
  const { exitCode, out } = await dynconf('review', '--root', folder, '--base', 'HEAD');
  expect(exitCode).toBe(1);
  expect(out).toContain(`${FLAG}:1:1  error  FLAG_REMOVED`);
  expect(out).toContain('`checkout/pay` removed in `beta`');
});

test('review says that code changes, too', async () => {
  const { folder, write } = committed();
  write({ 'stacks/a.ts': '' });
  execFileSync('git', ['-C', folder, 'add', '--all']);
  const { notes } = await reviewOf(folder);
  expect(notes).toEqual([
    'code that makes the stacks changes, too (one file): what that does, only a plan shows',
  ]);
});

test('review in a shallow clone names what has to be fetched', async () => {
  const repository = committed();
  const old = repository.git('rev-parse', 'HEAD');
  repository.write({ [FLAG]: OFF });
  repository.commit();
  const clone = writeProject({});
  execFileSync('git', [
    'clone',
    '--quiet',
    '--depth',
    '1',
    `file://${repository.folder}`,
    join(clone, 'clone'),
  ]);
  const { exitCode, err } = await dynconf('review', '--root', join(clone, 'clone'), '--base', old);
  expect(exitCode).toBe(2);
  expect(err).toContain('this clone is shallow: fetch it first');
});

test('review needs to be told what to compare with, and a repository', async () => {
  const folder = writeProject(SMALL_PROJECT);
  expect(await dynconf('review', '--root', folder)).toMatchObject({ exitCode: 2 });
  const outside = await dynconf('review', '--root', folder, '--base', 'main');
  expect(outside.exitCode).toBe(2);
  expect(outside.err).toContain('needs a git repository');
  expect(await dynconf('review', '--root', join(folder, 'none'), '--base', 'main')).toMatchObject({
    exitCode: 2,
  });
});

test('review --base does not take options of git', async () => {
  const { folder } = committed();
  const { exitCode, err } = await dynconf('review', '--root', folder, '--base=--output=x');
  expect(exitCode).toBe(2);
  expect(err).toContain('git knows no revision');
});

test('review --from renders what another job has stored, with plans', async () => {
  const folder = writeProject({
    'review.json': JSON.stringify(aReview()),
    'plans.json': JSON.stringify({ plans: [{ stack: 'a-b', resources: [], documents: [] }] }),
  });
  const out = join(folder, 'page.md');
  const given = ['--from', join(folder, 'review.json'), '--plans', join(folder, 'plans.json')];
  const { exitCode } = await dynconf('review', ...given, '--out', out);
  expect(exitCode).toBe(0);
  const page = readFileSync(out, 'utf8');
  expect(page.startsWith(PAGE_MARK)).toBe(true);
  expect(page).toContain('### Plan\n\nNo changes: `a-b`');
  const ofRun = await dynconf('review', ...given, '--plan-run', '17');
  expect(ofRun.out).toContain('in the run `17` that somebody has approved.\n\nNo changes: `a-b`');
});

test('review --from takes back what review has written', async () => {
  const { folder, write } = committed();
  write({ [FLAG]: OFF });
  mkdirSync(join(folder, 'out'));
  const file = join(folder, 'out', 'review.json');
  await dynconf('review', '--root', folder, '--base', 'HEAD', '--format', 'json', '--out', file);
  const direct = await dynconf('review', '--root', folder, '--base', 'HEAD');
  const { out } = await dynconf('review', '--from', file);
  expect(out).toContain("Found by the pull request's own code");
  expect(out.replace(/Found by .*\n\n/, '')).toBe(direct.out);
});

test.each([
  ['no JSON', '<html>'],
  ['another version', JSON.stringify({ ...aReview(), version: 2 })],
  ['more than there is', JSON.stringify({ ...aReview(), html: '<b>' })],
  ['a list for a text', JSON.stringify(aReview({ notes: [[] as unknown as string] }))],
  ['null', 'null'],
])('review --from refuses %s with a sentence', async (_, text) => {
  const folder = writeProject({ 'review.json': text });
  writeFileSync(join(folder, 'empty'), '');
  const { exitCode, err, out } = await dynconf('review', '--from', join(folder, 'review.json'));
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  expect(err).toMatch(/review\.json is not (JSON|what dynconf writes)/);
});
