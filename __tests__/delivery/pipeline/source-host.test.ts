import type { Source } from '../../../compiler/project';
import { codeSource, commitUrl } from '../../../delivery/pipeline/source-host';
import { aTools } from '../../builders/project';

type Host = Pick<Source, 'provider'> & Partial<Source>;

test.each<[Host, string, string, string]>([
  [{ provider: 'github' }, 'GITHUB', 'https://github.com', 'commit'],
  [
    { provider: 'github', api: 'https://github.example.com/api/v3' },
    'GITHUB_ENTERPRISE',
    'https://github.example.com',
    'commit',
  ],
  [
    { provider: 'github', api: 'https://api.octo.ghe.com' },
    'GITHUB_ENTERPRISE',
    'https://octo.ghe.com',
    'commit',
  ],
  [{ provider: 'gitlab' }, 'GITLAB', 'https://gitlab.com', '-/commit'],
  [
    { provider: 'gitlab', api: 'https://git.example.com:8443/api/v4' },
    'GITLAB_SELF_MANAGED',
    'https://git.example.com:8443',
    '-/commit',
  ],
  [{ provider: 'bitbucket' }, 'BITBUCKET', 'https://bitbucket.org', 'commits'],
])('codeSource() and commitUrl() know where %j has its code', (...row) => {
  const [host, type, address, commits] = row;
  const source = { ...aTools().source, repository: 'example/shop', ...host };
  expect(codeSource(source)).toEqual({ type, location: `${address}/example/shop.git` });
  expect(commitUrl(source, 'abc')).toBe(`${address}/example/shop/${commits}/abc`);
});
