import type { Source } from '../../compiler/project';

/** The repository as CodeBuild reads it (CodeBuild API reference, ProjectSource). */
export interface CodeSource {
  readonly type: 'GITHUB' | 'GITHUB_ENTERPRISE' | 'GITLAB' | 'GITLAB_SELF_MANAGED' | 'BITBUCKET';
  /** As it is cloned. */
  readonly location: string;
}

const ADDRESSES = {
  github: 'https://github.com',
  gitlab: 'https://gitlab.com',
  bitbucket: 'https://bitbucket.org',
} as const;
const TYPES = { github: 'GITHUB', gitlab: 'GITLAB', bitbucket: 'BITBUCKET' } as const;
/** On a server of one's own. */
const SERVER_TYPES = { ...TYPES, github: 'GITHUB_ENTERPRISE', gitlab: 'GITLAB_SELF_MANAGED' } as const;
const COMMITS = { github: 'commit', gitlab: '-/commit', bitbucket: 'commits' } as const;

export function codeSource(source: Source): CodeSource {
  const { provider, api: address, repository } = source;
  const types = address === undefined ? TYPES : SERVER_TYPES;
  return { type: types[provider], location: `${addressOf(source)}/${repository}.git` };
}

/** Where people look at a commit; it leads to the request that it came with. */
export function commitUrl(source: Source, commit: string): string {
  return `${addressOf(source)}/${source.repository}/${COMMITS[source.provider]}/${commit}`;
}

/** The API of a server is at `<server>/api/v3` or `/api/v4`, that of GitHub with data residency at `api.<server>`. */
function addressOf({ provider, api: address }: Source): string {
  if (address === undefined) return ADDRESSES[provider];
  return address.replace(/\/api\/v[34]$/, '').replace(/^https:\/\/api\./, 'https://');
}
