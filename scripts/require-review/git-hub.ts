import { allPages, askJson, pageOf } from './ask';
import { type Pull, pullReview } from './git-hub-review';
import { type Host, MOST_COMMITS, type Place, tooMany } from './host';

interface Comparison {
  readonly status: 'ahead' | 'behind' | 'identical' | 'diverged';
  readonly total_commits: number;
  readonly commits: readonly { readonly sha: string }[];
}
interface MergedPull extends Pull {
  readonly merged_at: string | null;
  readonly base: { readonly ref: string };
}

/** github.com and GitHub Enterprise Server (REST API, version 2022-11-28, and GraphQL). */
export function gitHub({ api = 'https://api.github.com', repository, trunk, bearer }: Place): Host {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${bearer}` };
  const ask = <T>(path: string): Promise<T> =>
    askJson<T>({ name: 'GitHub', url: `${api}/repos/${repository}/${path}`, path, headers });
  const graph = { name: 'GitHub', url: `${api.replace(/\/v3\/?$/, '')}/graphql`, headers };

  return {
    word: 'pull request',
    async between(since, commit) {
      const compared = (page: number): Promise<Comparison> =>
        ask(pageOf(`compare/${since}...${commit}`, page));
      const first = await compared(1);
      const { status, total_commits: total } = first;
      // An older commit is released again: it was asked about when it came.
      if (status === 'behind' || status === 'identical') return [commit];
      if (total > MOST_COMMITS) throw tooMany(total, since);
      const commits = await allPages(async (page) => (page === 1 ? first : await compared(page)).commits);
      if (commits.length < total) throw new Error(`GitHub lists ${commits.length} of ${total} commits`);
      return commits.map(({ sha }) => sha);
    },
    async requestOf(sha) {
      const pulls = await allPages((page) => ask<MergedPull[]>(pageOf(`commits/${sha}/pulls`, page)));
      const pull = pulls.find(({ merged_at: merged, base }) => merged && base.ref === trunk);
      return pull && { name: `#${pull.number}`, review: () => pullReview(graph, repository, pull) };
    },
  };
}
