/**
 * Whether another person reviewed what a pipeline is about to release: node scripts/require-review.js
 *
 * The pipeline carries this in its own definition and runs it beside the build, as a role that can do nothing else.
 * Asked is the host of the repository, for every commit since the last run of the pipeline that succeeded; where none
 * has, for every commit since the first run, and that of the first run.
 *
 *   DYNCONF_COMMIT           the commit that the pipeline releases
 *   DYNCONF_REPOSITORY       owner/name; of GitLab with all of its groups
 *   DYNCONF_TRUNK            the branch that is released
 *   DYNCONF_REVIEW_SECRET    the secret of Secrets Manager with a token that reads pull or merge requests
 *   DYNCONF_REVIEW_PROVIDER  github, where nothing is said, or gitlab
 *   DYNCONF_REVIEW_API       another API than that of github.com or gitlab.com
 *   CODEBUILD_INITIATOR      codepipeline/<pipeline>, set by CodeBuild
 *
 * Exit codes: 0 reviewed, 2 the answer cannot be had, 3 refused.
 */
import { askEach } from './ask';
import { gitHub } from './git-hub';
import { gitLab } from './git-lab';
import { type Host, Refusal, type Review } from './host';
import { runsOf, tokenIn } from './pipeline-runs';

type Environment = Readonly<Record<string, string | undefined>>;

const HOSTS = new Map([
  ['github', gitHub],
  ['gitlab', gitLab],
]);
const OFF =
  'No review wanted, or another host? environments/tools.yaml: require-review: false, or source.provider';
const HEAL =
  'To have it reviewed now: write "Reviewed: <commit>" as a line of the message of a commit, and have that one approved in a request.';

async function main(environment: Environment): Promise<string> {
  const commit = wanted(environment, 'DYNCONF_COMMIT');
  const repository = wanted(environment, 'DYNCONF_REPOSITORY');
  const trunk = wanted(environment, 'DYNCONF_TRUNK');
  const secret = wanted(environment, 'DYNCONF_REVIEW_SECRET');
  const provider = environment['DYNCONF_REVIEW_PROVIDER'] || 'github';
  const hostAt = HOSTS.get(provider);
  if (!hostAt) throw new Error(`nobody here knows how ${provider} tells who reviewed`);
  const api = environment['DYNCONF_REVIEW_API'];
  const host = hostAt({ api, repository, trunk, bearer: tokenIn(secret) });
  const runs = runsOf(environment['CODEBUILD_INITIATOR'] ?? '');
  const commits = await commitsSince(host, runs, commit);
  const { names, complaints } = await askAbout(host, commits, trunk);
  if (complaints.length > 0) throw new Refusal(complaints.join('\n  '));
  return `${repository}: ${commits.length} commits, reviewed in ${names.join(', ')}`;
}

function wanted(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

async function commitsSince(
  host: Host,
  { released, first }: ReturnType<typeof runsOf>,
  commit: string,
): Promise<readonly string[]> {
  const since = released ?? first ?? commit;
  const later = since === commit ? [commit] : await host.between(since, commit);
  return [...new Set(released === undefined ? [since, ...later] : later)];
}

async function askAbout(
  host: Host,
  commits: readonly string[],
  trunk: string,
): Promise<{ names: string[]; complaints: string[] }> {
  const found = await askEach(commits, async (sha) => ({ sha, request: await host.requestOf(sha) }));
  const requests = new Map(found.flatMap(({ request }) => (request ? [[request.name, request]] : [])));
  const asked = await askEach([...requests.values()], async ({ name, review }) => {
    const { messages, ...rest } = await review();
    return { name, messages, problem: problemOf(rest) };
  });
  const vouched = asked.flatMap(({ messages, problem }) => (problem ? [] : messages.flatMap(vouchedBy)));
  const open = found.filter(({ sha }) => !vouched.includes(sha));
  const complaints = [
    ...open.flatMap(({ sha, request }) => (request ? [] : `${sha} came to ${trunk} without a ${host.word}`)),
    ...asked.flatMap(({ name, problem }) => {
      const own = open.flatMap(({ sha, request }) => (request?.name === name ? sha : []));
      return problem && own.length > 0 ? `${name} ${problem}: ${own.join(', ')}` : [];
    }),
  ];
  return { names: [...requests.keys()], complaints };
}

/** What is wrong with a review; nothing where somebody else approved what was merged. */
function problemOf({ authors, votes }: Pick<Review, 'authors' | 'votes'>): string | undefined {
  const others = votes.filter(({ by }) => !authors.includes(by));
  if (others.some(({ says }) => says === 'changes')) return 'was merged although somebody wants changes';
  const approvals = others.filter(({ says }) => says === 'approved');
  if (approvals.length === 0) return 'was approved by nobody of the team but its authors';
  if (!approvals.some(({ isOfMerged }) => isOfMerged)) return 'was changed after it was approved';
  return undefined;
}

function vouchedBy(message: string): string[] {
  return [...message.matchAll(/^Reviewed: ([0-9a-f]{40})\s*$/gm)].flatMap(([, sha]) => sha ?? []);
}

function explain(error: unknown): void {
  const refused = error instanceof Refusal;
  const text = error instanceof Error ? error.message : String(error);
  const lines = refused ? [`refused:\n  ${text}`, HEAL] : [`cannot ask who reviewed this: ${text}`, OFF];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = refused ? 3 : 2;
}

main(process.env).then((text) => process.stdout.write(`reviewed: ${text}\n`), explain);
