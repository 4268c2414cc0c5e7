import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { licenceFindings } from '../../../scripts/build/check-licences';
import policy from '../../../scripts/build/licence-policy.json';

const PROJECT = resolve(__dirname, '..', '..', '..');
const POLICY = { allowed: ['MIT', 'Apache-2.0'], exceptions: [] };

function findings(packages: Record<string, object>, exceptions: typeof policy.exceptions = []): string[] {
  const text = JSON.stringify({ packages: { '': { name: 'us' }, ...packages } }, undefined, 2);
  return licenceFindings(text, { ...POLICY, exceptions }, () => undefined).map(
    ({ rule, line, message }) => `${line} ${rule}: ${message}`,
  );
}

describe('licenceFindings()', () => {
  it.each(['MIT', '(MIT OR GPL-3.0-only)', 'MIT AND Apache-2.0', '(GPL-3.0-only OR (MIT AND Apache-2.0))'])(
    'licenceFindings() allows %s',
    (license) => expect(findings({ 'node_modules/a': { version: '1.0.0', license } })).toEqual([]),
  );

  it.each([
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    'SEE LICENSE IN LICENSE',
    'UNLICENSED',
    'Public Domain',
    '',
  ])('licenceFindings() refuses %s, with the line of the lock file', (license) => {
    expect(findings({ 'node_modules/@x/a': { version: '1.0.0', license } })).toEqual([
      `6 licence-not-allowed: @x/a 1.0.0 is under ${license}, which is not allowed`,
    ]);
  });

  it('licenceFindings() refuses a package that names no licence, wherever it is nested', () => {
    expect(findings({ 'node_modules/a/node_modules/b': { version: '2.0.0', optional: true } })).toEqual([
      '6 licence-unknown: b 2.0.0 names no licence',
    ]);
  });

  it('licenceFindings() reads the licence of the installed package when the lock file has none', () => {
    const text = JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } });
    expect(
      licenceFindings(text, POLICY, (folder) => (folder === 'node_modules/a' ? 'MIT' : undefined)),
    ).toEqual([]);
  });

  it('licenceFindings() takes an exception for one package under one licence, not for a change of it', () => {
    const exceptions = [{ package: 'a', licence: 'LGPL-3.0-only', reason: 'a tool' }];
    expect(
      findings({ 'node_modules/a': { version: '1.0.0', license: 'LGPL-3.0-only' } }, exceptions),
    ).toEqual([]);
    expect(findings({ 'node_modules/a': { version: '2.0.0', license: 'GPL-3.0-only' } }, exceptions)).toEqual(
      [
        '6 licence-not-allowed: a 2.0.0 is under GPL-3.0-only, which is not allowed',
        '1 exception-not-needed: no package a is under LGPL-3.0-only: take the exception away',
      ],
    );
  });

  it('licence-policy.json allows what this project has installed, and needs each of its exceptions', () => {
    const lock = readFileSync(join(PROJECT, 'package-lock.json'), 'utf8');
    expect(licenceFindings(lock, policy, () => undefined)).toEqual([]);
    expect(policy.exceptions.filter(({ reason }) => reason.length < 10)).toEqual([]);
  });
});
