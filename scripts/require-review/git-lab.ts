import { allPages, askJson, pageOf } from './ask';
import { type GitLabApi, type MergeRequest, mergeRequestReview } from './git-lab-review';
import { type Host, MOST_COMMITS, type Place, tooMany } from './host';

interface MergedRequest extends MergeRequest {
  readonly state: string;
  readonly target_branch: string;
}

/** gitlab.com and GitLab on a server of one's own (REST API v4, and GraphQL). */
export function gitLab(place: Place): Host {
  const lab = gitLabApi(place);
  return {
    word: 'merge request',
    async between(since, commit) {
      const base = `repository/merge_base?refs[]=${since}&refs[]=${commit}`;
      if ((await lab.ask<{ id: string }>(base)).id === commit) return [commit];
      const path = `repository/commits?ref_name=${since}..${commit}`;
      const commits = await lab.all<{ id: string }>(path, MOST_COMMITS);
      if (commits.length > MOST_COMMITS) throw tooMany(`${commits.length} or more`, since);
      return commits.map(({ id }) => id);
    },
    async requestOf(sha) {
      const requests = await lab.all<MergedRequest>(`repository/commits/${sha}/merge_requests`);
      const found = requests.find(
        ({ state, target_branch: into }) => state === 'merged' && into === place.trunk,
      );
      return found && { name: `!${found.iid}`, review: () => mergeRequestReview(lab, found) };
    },
  };
}

function gitLabApi({ api = 'https://gitlab.com/api/v4', repository, bearer }: Place): GitLabApi {
  const common = { name: 'GitLab', headers: { authorization: `Bearer ${bearer}` } };
  const users = new Map<number, Promise<{ readonly bot?: boolean }>>();
  const project = `${api}/projects/${encodeURIComponent(repository)}`;
  const ask = <T>(path: string): Promise<T> => askJson<T>({ ...common, url: `${project}/${path}`, path });
  return {
    repository,
    graph: { ...common, url: `${api.replace(/\/v4\/?$/, '')}/graphql` },
    ask,
    all: (path, most) => allPages((page) => ask(pageOf(path, page)), most),
    userOf(id) {
      const path = `users/${id}`;
      const user = users.get(id) ?? askJson({ ...common, url: `${api}/${path}`, path });
      users.set(id, user);
      return user;
    },
  };
}
