import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '..');
const PAGE = 'docs/reference-architecture.md';
/** What the product is measured by: the rows of the reference architecture's dynamic configuration pipeline, and beyond. */
const ROWS =
  'L1 L2 S1 S2 S3 S4 U1 U2 U3 U4 U5 U6 U7 U8 T1 T2 T3 T4 T5 G1 G2 G3 G4 G5 G6 G7 P1 P2 P3 P4 P5 A1 A2 H1 H1b H2 H3 H4 H5 H6 H7 H8 O1 O1b O2 O3 C1 C2 C3 C4 B1 B2 B3 B4 B5 B6 B7 B8'.split(
    ' ',
  );

const page = readFileSync(join(PROJECT, PAGE), 'utf8');
const table = page.split('\n').filter((line) => /^\| [A-Z]\d/.test(line));

test('reference-architecture.md has every row of the architecture once', () => {
  const ids = table.flatMap((line) => (line.split('|')[1] ?? '').trim().split(' '));
  expect([...ids].sort()).toEqual([...ROWS].sort());
});

test('reference-architecture.md names files and tests in every row, or says "not yet"', () => {
  const empty = table.filter((line) => !/\]\([^)]+\)/.test(line) && !line.includes('not yet'));
  expect(empty).toEqual([]);
});

/** What a team replaces with its own; that the links lead there while it is the example's, example.test.ts sees. */
const EXAMPLE = /^((flags|opconfig|environments)(\/|$)|performance-baselines\.json$)/;

test.each(['docs/reference-architecture.md', 'README.md'])('every link of %s leads to a file', (file) => {
  const text = readFileSync(join(PROJECT, file), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '');
  const local = links.filter((link) => !/^https?:/.test(link)).map((link) => join(dirname(file), link));
  const ours = local.filter((path) => !EXAMPLE.test(path));
  expect(ours.length).toBeGreaterThan(10);
  expect(ours.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
});
