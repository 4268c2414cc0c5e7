import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

test('placesOf() knows where each value is written, in the file that supplies it', () => {
  const root = writeProject({
    ...SMALL_PROJECT,
    'environments/_base.yaml': 'tests:\n  dast: { commands: [scan] }\n',
    'environments/beta.yaml':
      'extends: _base\naccount: "111111111111"\nwaves:\n  - { name: a, regions: [us-east-1], bake-minutes: 1 }\n',
  });
  const beta = loadProject(root).project?.environments.find(({ name }) => name === 'beta');
  const places = Object.entries(beta?.places ?? {}).map(([key, { file, line, column }]) => [
    key,
    `${file.replace('environments/', '')}:${line}:${column}`,
  ]);
  expect(Object.fromEntries(places)).toMatchObject({
    account: 'beta.yaml:2:10',
    waves: 'beta.yaml:4:3',
    'waves.0': 'beta.yaml:4:5',
    'tests.dast': '_base.yaml:2:9',
  });
});
