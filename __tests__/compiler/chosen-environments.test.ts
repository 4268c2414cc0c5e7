import { chosenEnvironments, unknownChoice } from '../../compiler/chosen-environments';
import { aProject } from '../builders/project';

test.each([
  [undefined, undefined],
  ['', undefined],
  [' , ', undefined],
  ['local, beta,', ['local', 'beta']],
])('chosenEnvironments() reads %j', (list, names) => {
  expect(chosenEnvironments(list)).toEqual(names);
});

test('unknownChoice() knows tools only where there are any', () => {
  expect(unknownChoice(aProject(), ['tools'])).toMatch(/^DYNCONF_ENVIRONMENTS names tools, /);
  expect(unknownChoice(aProject())).toBeUndefined();
});
