import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';
import { BETA, beta } from '../corpus/broken-case';

const found = (tests: string): readonly string[] =>
  loadProject(writeProject({ ...SMALL_PROJECT, [BETA]: beta(`tests: ${tests}`) })).diagnostics.map(
    ({ message, fix }) => `${message}; ${fix}`,
  );

test('checkExperiments() names a template that the role of the tests may not start', () => {
  const [one, other] = ['EXT1a2b3c4d5e6f7', 'EXT6oWVA1WrLNy4XS'];
  expect(
    found(
      `{ resilience: { experiments: [${one}], commands: ["x ${one}", "case r in a) t=${other};; esac"] } }`,
    ),
  ).toEqual([
    `the command names the experiment template ${other}, and the role of the tests of beta may not start it; add it to the experiments of resilience: experiments: [${one}, ${other}]`,
  ]);
  expect(found(`{ acceptance: { commands: ["x --experiment ${one}"] } }`)).toHaveLength(1);
});

test.each(['EXTERNALSERVICE', 'EXT1', 'NEXT1a2b3c4d5e6f7', 'npm run EXTRA_1234567890'])(
  'checkExperiments() takes %s for no template',
  (text) => {
    expect(found(`{ resilience: { commands: ["x ${text}"] } }`)).toEqual([]);
  },
);
