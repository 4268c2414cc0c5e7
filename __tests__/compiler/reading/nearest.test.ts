import { didYouMean, knownOr, nearestOf } from '../../../compiler/reading/nearest';

test.each([
  ['prd', 'prod'],
  ['relese', 'release'],
  ['us-esat-1', 'us-east-1'],
  ['descripton', 'description'],
  ['OWNER', 'owner'],
])('nearestOf() takes %s for %s', (wrong, meant) => {
  const candidates = ['prod', 'release', 'us-east-1', 'us-west-2', 'description', 'owner'];
  expect(nearestOf(wrong, candidates)).toBe(meant);
});

test('nearestOf() suggests nothing that shares little with what was written', () => {
  expect(nearestOf('banana', ['prod', 'owner', 'regions'])).toBeUndefined();
  expect(nearestOf('b', ['a', 'c'])).toBeUndefined();
});

test('knownOr() lists what there is, or says what to do', () => {
  expect(knownOr(new Set(['beta', 'prod']), 'add one')).toBe('known: beta, prod');
  expect(knownOr([], 'add one')).toBe('add one');
});

test('didYouMean() is a question, or nothing', () => {
  expect(didYouMean('prd', ['prod'])).toBe(', did you mean prod?');
  expect(didYouMean('xyz', ['prod'])).toBe('');
});
