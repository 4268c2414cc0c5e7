import { isLocal } from '../../compiler/names';
import { anEnvironment } from '../builders/environment';

const temporary = { owner: 'team-a', expires: '2099-01-01' };

test('isLocal() is for local and for temporary environments that extend it, and for nothing else', () => {
  const environments = [
    anEnvironment({ name: 'local' }),
    anEnvironment({ name: 'feat-x', temporary: { ...temporary, from: 'local' } }),
    anEnvironment({ name: 'feat-y', temporary: { ...temporary, from: 'beta' } }),
    anEnvironment({ name: 'feat-z', temporary }),
    anEnvironment({ name: 'locally' }),
  ];
  expect(environments.filter(isLocal).map(({ name }) => name)).toEqual(['local', 'feat-x']);
});
