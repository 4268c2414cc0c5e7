import type { Findings } from '../reading/findings';
import { entryOf, plain, textOf, valueOf, type YamlEntry, type YamlMap } from '../reading/yaml-tree';

/** Checks who hosts the repository, and where its API is: it is asked who reviewed a commit. */
export function checkSource(root: YamlMap, findings: Findings): void {
  const source = valueOf(root, 'source');
  const api = entryOf(source, 'api');
  const provider = entryOf(source, 'provider');
  if (textOf(provider?.value) === 'bitbucket') checkBitbucket(root, { provider, api, findings });
  if (textOf(provider?.value) === 'gitlab') checkGitLab(api, findings);
  checkPullRequests(root, findings);
}

function checkBitbucket(
  root: YamlMap,
  given: {
    readonly provider: YamlEntry | undefined;
    readonly api: YamlEntry | undefined;
    readonly findings: Findings;
  },
): void {
  const { provider, api, findings } = given;
  if (api) {
    findings.error(api.key, 'MISPLACED_KEY', {
      message: 'an API is what is asked who reviewed, and bitbucket cannot be asked',
      fix: 'remove it',
    });
  }
  const required = valueOf(root, 'require-review');
  if (!provider || (required && plain(required) === false)) return;
  findings.error(provider.value, 'VALUE_NOT_ALLOWED', {
    message: 'github and gitlab are asked who reviewed a commit, bitbucket cannot be asked',
    fix: 'write require-review: false, and let the merge checks of Bitbucket protect the trunk',
  });
}

/** Of its two APIs one is asked at the address that is written, and one beside it. */
function checkGitLab(api: YamlEntry | undefined, findings: Findings): void {
  const address = textOf(api?.value);
  if (!api || address === undefined || address.endsWith('/api/v4')) return;
  findings.error(api.value, 'VALUE_NOT_ALLOWED', {
    message: `the API is ${address}, that of GitLab ends with /api/v4`,
    fix: 'write https://<host>/api/v4',
  });
}

function checkPullRequests(root: YamlMap, findings: Findings): void {
  const pullRequests = valueOf(root, 'pull-requests');
  const provider = valueOf(pullRequests, 'provider');
  const environment = entryOf(pullRequests, 'environment');
  const looksAt = textOf(provider);
  if (looksAt !== 'github' && environment) {
    findings.error(environment.key, 'MISPLACED_KEY', {
      message: 'an environment is what GitHub approves jobs by, and CodeBuild has none',
      fix: 'remove it, or write provider: github',
    });
  }
  if (!provider) return;
  const host = textOf(valueOf(valueOf(root, 'source'), 'provider')) ?? 'github';
  if (host !== 'github') {
    findings.error(provider, 'VALUE_NOT_ALLOWED', {
      message: `the repository is on ${host}, and pull requests of GitHub are looked at`,
      fix: 'remove pull-requests',
    });
  } else if (looksAt === 'github') checkGitHub(root, { provider, findings });
}

/** Tokens of github.com name `owner/name`, and nothing else would ever be trusted. */
function checkGitHub(
  root: YamlMap,
  { provider, findings }: { readonly provider: YamlEntry['value']; readonly findings: Findings },
): void {
  const source = valueOf(root, 'source');
  if (valueOf(source, 'api')) {
    findings.error(provider, 'VALUE_NOT_ALLOWED', {
      message: 'plans are made with tokens of github.com, and the source has an API of its own',
      fix: 'leave pull-requests to codebuild',
    });
  }
  const repository = valueOf(source, 'repository');
  const name = textOf(repository);
  if (!repository || name === undefined || /^[^/]+\/[^/]+$/.test(name)) return;
  findings.error(repository, 'VALUE_NOT_ALLOWED', {
    message: `the repository is ${name}, a repository of GitHub is owner/name`,
    fix: 'correct it, or leave pull-requests to codebuild',
  });
}
