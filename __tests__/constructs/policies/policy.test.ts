import { allow, lookingOnly, type Statement, takingOnly } from '../../../constructs/policies/policy';

const STATEMENTS: readonly Statement[] = [
  allow('StateOfThings', ['a:GetThing', 'a:PutThing', 'a:DeleteThing'], 'arn:aws:a:::thing'),
  allow('Make', 'a:CreateThing', '*'),
  { Effect: 'Deny', Action: 'a:PutThing', Resource: '*' },
];
const [things, , denial] = STATEMENTS;

test('lookingOnly() leaves actions that look, whatever a statement is called, and every denial', () => {
  expect(lookingOnly(STATEMENTS)).toEqual([{ ...things, Action: ['a:GetThing'] }, denial]);
});

test('takingOnly() leaves actions that look and delete, and every denial', () => {
  expect(takingOnly(STATEMENTS)).toEqual([{ ...things, Action: ['a:GetThing', 'a:DeleteThing'] }, denial]);
});
