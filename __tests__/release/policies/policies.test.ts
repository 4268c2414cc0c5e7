import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { POLICIES } from '../../../release/policies/policies';

test('POLICIES are described in docs/artifact.md, each with its severity and in this order', () => {
  const docs = readFileSync(resolve(__dirname, '..', '..', '..', 'docs', 'artifact.md'), 'utf8');
  const rows = docs.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line));
  expect(rows).toEqual(
    POLICIES.map(({ rule, severity, meaning }) => `| \`${rule}\` | ${severity} | ${meaning} |`),
  );
});

test('POLICIES have names of their own', () => {
  const names = POLICIES.map(({ rule }) => rule);
  expect(new Set(names).size).toBe(names.length);
});
