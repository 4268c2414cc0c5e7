import { loadProject } from '../../../compiler/load-project';
import { writeProject, type ProjectFiles } from '../../builders/write-project';

const BODY = 'account: "444444444444"\nregions: [eu-west-1]\n';

/** Message and fix of the one mistake in files that replace `dev`, `live`, `uat` and `local`. */
function mistakeIn(files: ProjectFiles): [message: string, fix: string] {
  const names = ['dev', 'live', 'uat'].map((name, n) => [
    `environments/${name}.yaml`,
    BODY.replace('4"', `${n}"`),
  ]);
  const all: ProjectFiles = {
    'environments/local.yaml': 'regions: [eu-west-1]\n',
    ...Object.fromEntries(names),
  };
  const { diagnostics } = loadProject(writeProject({ ...all, ...files }), { today: '2026-11-21' });
  const [found, ...others] = diagnostics.filter(({ code }) => /^(AFTER|EXTENDS)_/.test(code));
  expect(others).toEqual([]);
  return [found?.message ?? '', found?.fix ?? ''];
}

test('checkOrder() warns who waits for this machine, and does not propose it', () => {
  expect(mistakeIn({ 'environments/live.yaml': `${BODY}after: local\n` })).toEqual([
    'local is this machine, outside the pipeline: there nothing is waited for',
    'known: dev, uat',
  ]);
});

test('checkOrder() proposes neither the environment itself nor what comes after it', () => {
  expect(
    mistakeIn({
      'environments/dev.yaml': `${BODY.replace('4"', '0"')}after: dve\n`,
      'environments/uat.yaml': `${BODY.replace('4"', '2"')}after: dev\n`,
    }),
  ).toEqual(['there is no environment dve', 'known: live']);
});

test('checkOrder() says to leave `after` out where nothing can come before', () => {
  expect(
    mistakeIn({
      'environments/dev.yaml': `${BODY.replace('4"', '0"')}after: dve\n`,
      'environments/uat.yaml': `${BODY.replace('4"', '2"')}after: dev\n`,
      'environments/live.yaml': `${BODY}after: uat\n`,
    }),
  ).toEqual(['there is no environment dve', 'leave out `after`: nothing is released before it']);
});

test('resolveEnvironments() proposes neither the file itself nor what extends it', () => {
  expect(
    mistakeIn({
      'environments/dev.yaml': `${BODY.replace('4"', '0"')}extends: _bse\n`,
      'environments/uat.yaml': 'extends: dev\naccount: "444444444442"\n',
    }),
  ).toEqual(['there is no environment _bse to extend', 'known: live, local']);
});
