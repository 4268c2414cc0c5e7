import { totalOf } from '../../../scripts/build/check';
import type { StepRecord } from '../../../scripts/build/step';

function aRecord(result: StepRecord['result']): StepRecord {
  return { name: 'x', seconds: 1, result, findings: 0, reports: [], note: '' };
}

describe('totalOf()', () => {
  it('totalOf() counts a step as one of the tests, so that nothing skipped goes by unseen', () => {
    const records = [aRecord('passed'), aRecord('passed'), aRecord('skipped')];
    expect(totalOf(records, '100 passed, 0 failed, 2 skipped')).toBe('102 passed, 0 failed, 3 skipped');
  });

  it('totalOf() is red with a red step, and when the tests say nothing', () => {
    expect(totalOf([aRecord('failed')], '100 passed, 0 failed, 0 skipped')).toBe(
      '100 passed, 1 failed, 0 skipped',
    );
    expect(totalOf([aRecord('passed')], '')).toBe('1 passed, 1 failed, 0 skipped');
  });
});
