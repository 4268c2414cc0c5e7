import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../compiler/diagnostic';
import { DIAGNOSTIC_CODES } from '../../compiler/diagnostic-codes';
import { loadDeliverable } from '../../delivery/load-deliverable';
import { writeProject } from '../builders/write-project';
import { unmark, type BrokenCase } from './corpus/broken-case';
import { ENVIRONMENT_CASES } from './corpus/environments';
import { FILE_CASES } from './corpus/files';
import { FLAG_CASES } from './corpus/flags';
import { NAME_CASES } from './corpus/names';
import { PIPELINE_CASES } from './corpus/pipelines';
import { SIDE_BY_SIDE_CASES } from './corpus/side-by-side';

const PROJECT = join(__dirname, '..', '..');
const TODAY = '2026-11-21';
const CASES = [...FILE_CASES, ...NAME_CASES, ...FLAG_CASES, ...ENVIRONMENT_CASES, ...PIPELINE_CASES];
/** Found in what functions and canaries run on, which no definition says: tested beside that code. */
const NOT_IN_DEFINITIONS = ['RUNTIME_NEAR_END', 'RUNTIME_PAST_END'];
const CODES = Object.keys(DIAGNOSTIC_CODES);

test.each(CASES.map((each) => [`${each.code}${each.about ? `, ${each.about}` : ''}`, each] as const))(
  'DIAGNOSTIC_CODES: %s is found where it is written, and nothing else',
  (_name, broken: BrokenCase) => {
    const { files, at } = unmark(broken);
    const { project, diagnostics } = loadDeliverable(writeProject(files), { today: TODAY });
    const found = diagnostics.map(
      ({ code, severity, file, line, column }) => `${code} ${severity} ${file}:${line}:${column}`,
    );
    const expected = `${broken.code} ${broken.severity ?? 'error'} ${at}`;
    if (broken.andMore) expect(found).toContain(expected);
    else expect(found).toEqual([expected]);
    expect(diagnostics.filter(isOddlySaid)).toEqual([]);
    expect(project === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  },
);

test('DIAGNOSTIC_CODES: each has a broken project in the corpus', () => {
  const shown = new Set([
    ...[...CASES, ...SIDE_BY_SIDE_CASES].map(({ code }) => code),
    ...NOT_IN_DEFINITIONS,
  ]);
  expect(CODES.filter((code) => !shown.has(code))).toEqual([]);
});

test('DIAGNOSTIC_CODES: docs/diagnostics.md has one row for each, with its meaning and an example', () => {
  const page = readFileSync(join(PROJECT, 'docs/diagnostics.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([A-Z_0-9]+)` \| ([^|]+?) \| (.+) \|$/gm)];
  expect(rows.map(([, code, meaning]) => [code, meaning])).toEqual(Object.entries(DIAGNOSTIC_CODES));
  expect(rows.filter(([, , , example]) => !/`.+`/.test(example ?? ''))).toEqual([]);
});

test('DIAGNOSTIC_CODES: the rule compiler has no code that is not listed', () => {
  const sources = ['compiler', 'delivery'].flatMap((room) =>
    readdirSync(join(PROJECT, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && file !== 'diagnostic-codes.ts')
      .map((file) => readFileSync(join(PROJECT, room, file), 'utf8')),
  );
  const written = sources.flatMap((source) => [
    ...source.matchAll(/'((?:RULE|CONDITION|RUNTIME)_[A-Z_]+)'/g),
  ]);
  expect([...new Set(written.map(([, code]) => code))].filter((code) => !CODES.includes(code ?? ''))).toEqual(
    [],
  );
  const all = sources.join('\n');
  expect(CODES.filter((code) => !all.includes(`'${code}'`))).toEqual([]);
});

/** A message is lower case, on one line and without a full stop; it never shows what only we could have written. */
function isOddlySaid({ message, fix }: Diagnostic): boolean {
  return [message, fix].some(
    (text) => text === '' || /\n|\.$|undefined|\[object|^(The|There|Nothing) /.test(text),
  );
}
