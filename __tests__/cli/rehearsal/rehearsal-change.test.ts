import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeDefinitions, type RehearsalChange } from '../../../cli/rehearsal/rehearsal-change';
import { flagStateIn } from '../../../compiler/flag-state';
import { loadProject } from '../../../compiler/load-project';
import { targetsOf } from '../../../compiler/targets';
import { writeProject } from '../../builders/write-project';

const FLAG = 'description: A flag\nowner: team-a\nlifecycle: permanent\n';

function changed(
  files: Record<string, string>,
  name = 'checkout',
): RehearsalChange & { readonly copy: string } {
  const root = writeProject({ 'environments/local.yaml': 'regions: [us-east-1]\n', ...files });
  const copy = join(root, 'copy');
  mkdirSync(copy);
  const { project } = loadProject(root);
  const component = project?.components.find((candidate) => candidate.name === name);
  const [target] = project ? targetsOf(project) : [];
  if (component === undefined || target === undefined)
    throw new Error('the definitions of this test are wrong');
  return { ...changeDefinitions(root, copy, { component, target }), copy };
}

test('changeDefinitions() switches a flag in local, and leaves the original alone', () => {
  const { project, profile, summary } = changed({
    'flags/checkout/pay.yaml': `${FLAG}default: { enabled: true }\n`,
  });
  const [flag] = project.components[0]?.flags ?? [];
  const [target] = targetsOf(project);
  expect(flag && target && flagStateIn(flag, target).enabled).toBe(false);
  expect({ profile, summary }).toEqual({ profile: 'flags', summary: 'pay: enabled true → false' });
});

test('changeDefinitions() passes over a flag that another one requires', () => {
  const { summary } = changed({
    'flags/checkout/a-basis.yaml': `${FLAG}default: { enabled: true }\n`,
    'flags/checkout/b-user.yaml': `${FLAG}default: { enabled: true }\nrequires: [a-basis]\n`,
  });
  expect(summary).toBe('b-user: enabled true → false');
});

test('changeDefinitions() changes a number of a component without flags', () => {
  const { profile, copy } = changed(
    { 'opconfig/search.yaml': 'owner: team-a\ndefault: { log-level: info, results: 24 }\n' },
    'search',
  );
  expect(profile).toBe('operations');
  expect(readFileSync(join(copy, 'opconfig', 'search.yaml'), 'utf8')).toContain('results: 25');
});

test('changeDefinitions() says when nothing can change', () => {
  const files = { 'opconfig/search.yaml': 'owner: team-a\ndefault: { log-level: info }\n' };
  expect(() => changed(files, 'search')).toThrow('no flag or number of search can change in local');
});
