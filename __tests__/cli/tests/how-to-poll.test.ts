import { howToPoll } from '../../../cli/tests/how-to-poll';
import { compileDocuments } from '../../../compiler/compile-documents';
import { targetsOf } from '../../../compiler/targets';
import { anEnvironment } from '../../builders/environment';
import { aProject } from '../../builders/project';

test('howToPoll() names the document in every way of asking, on lines that a terminal shows whole', () => {
  const project = aProject({ environments: [anEnvironment({ name: 'local' })] });
  const [target] = targetsOf(project);
  const [document] = target ? compileDocuments(project, target) : [];
  if (document === undefined) throw new Error('the project has a document');
  const text = howToPoll('http://127.0.0.1:40351', document, '000000000000');
  expect(text.match(/checkout/g)).toHaveLength(3);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
