import { relative, resolve } from 'node:path';
import { coveredLines, judged, testsWithOutsideNeeds } from '../../../scripts/build/unit-tests';

const PROJECT = resolve(__dirname, '..', '..', '..');

describe('testsWithOutsideNeeds()', () => {
  it('testsWithOutsideNeeds() are those that start other programs, found by what they import', async () => {
    const files = (await testsWithOutsideNeeds(PROJECT)).map((file) => relative(PROJECT, file));
    expect(files).toEqual(
      expect.arrayContaining([
        '__tests__/truthful/truthful-deployments.test.ts',
        '__tests__/proof/every-stack.test.ts',
        '__tests__/validate.test.ts',
        '__tests__/scripts/verify-artifact.test.ts',
      ]),
    );
    expect(files.filter((file) => file.startsWith('__tests__/compiler/'))).toEqual([]);
  }, 60_000);
});

describe('coveredLines()', () => {
  it('coveredLines() is the share of the whole, in per cent', () => {
    const report =
      '<coverage lines-valid="8" line-rate="0.8785" branch-rate="0.5"><package line-rate="0.1"/>';
    expect(coveredLines(report)).toBe(87.9);
    expect(coveredLines('<testsuites/>')).toBeUndefined();
  });
});

describe('judged()', () => {
  it('judged() is red below four lines in five, and without a number', () => {
    expect(judged(80, 0)).toEqual({ result: 'passed', findings: 0, note: '80 % of lines covered' });
    expect(judged(79.9, 2)).toEqual({
      result: 'failed',
      findings: 1,
      note: '79.9 % of lines covered, at least 80 % are asked for; 2 test files that need Terraform or moto wait for npm test',
    });
    expect(judged(undefined, 0).result).toBe('failed');
  });
});
