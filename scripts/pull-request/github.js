'use strict';
/**
 * GitHub's API, as much of it as the page of a pull request needs.
 *
 * It runs in a job that may write comments, from the trunk's code. Whatever a pull request made is data here: of an
 * artifact one file of a known name is read, up to a known size, and nothing is unpacked.
 */
const { execFileSync } = require('node:child_process');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const PAGE = 100;
/** A repository with more open pull requests than that gets its page when some are closed. */
const MOST_PAGES = 50;
/** Of the archive, and of the file in it. */
const LARGEST_BYTES = 20_000_000;

class GitHub {
  constructor(env) {
    for (const name of ['GITHUB_TOKEN', 'GITHUB_REPOSITORY'])
      if (!env[name]) throw new Error(`${name} is not set`);
    this.token = env.GITHUB_TOKEN;
    this.repository = env.GITHUB_REPOSITORY;
    this.url = `${env.GITHUB_API_URL || 'https://api.github.com'}/repos/${env.GITHUB_REPOSITORY}`;
  }

  async call(path, { method = 'GET', body } = {}) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`GitHub answers ${response.status} to ${method} ${path.split('?')[0]}`);
    return response;
  }

  /** Everything of a list, page by page. */
  async list(path, pick = (answer) => answer) {
    const all = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const separator = path.includes('?') ? '&' : '?';
      const answer = await (await this.call(`${path}${separator}per_page=${PAGE}&page=${page}`)).json();
      const items = pick(answer);
      all.push(...items);
      if (items.length < PAGE) break;
    }
    return all;
  }

  /** Open pull requests whose newest commit is this one: what a job says of itself is not asked. */
  async pullRequests(commit) {
    return (await this.list('/pulls?state=open')).filter((each) => each.head.sha === commit);
  }

  /** Of a pull request, or of a run: whether its branch is in this repository, and in no fork. */
  isOwn(repository) {
    return repository?.full_name === this.repository;
  }

  /** Whether a person has let a run into this environment: GitHub knows, whatever the run's own workflow file says. */
  async isApproved(run, environment) {
    const reviews = await (await this.call(`/actions/runs/${run}/approvals`)).json();
    return reviews.some(
      ({ state, environments }) =>
        state === 'approved' && environments.some(({ name }) => name === environment),
    );
  }

  /** The text of one file of the newest artifact of this name of a run; nothing where there is none. */
  async readArtifact(run, { name, file }) {
    const artifacts = await this.list(`/actions/runs/${run}/artifacts`, (answer) => answer.artifacts);
    const [newest] = artifacts
      .filter((each) => each.name === name && !each.expired)
      .sort((left, right) => right.id - left.id);
    if (newest === undefined) return undefined;
    if (newest.size_in_bytes > LARGEST_BYTES)
      throw new Error(`the artifact ${name} is larger than any of ours`);
    const response = await this.call(`/actions/artifacts/${newest.id}/zip`);
    return fileOf(Buffer.from(await response.arrayBuffer()), file);
  }
}

/** `unzip -p` writes one member to its output: no name of the archive becomes the name of a file. */
function fileOf(zip, file) {
  if (zip.length > LARGEST_BYTES) throw new Error('the archive is larger than any of ours');
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-artifact-'));
  try {
    const archive = join(folder, 'artifact.zip');
    writeFileSync(archive, zip);
    return execFileSync('unzip', ['-p', archive, file], {
      encoding: 'utf8',
      maxBuffer: LARGEST_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    // 11: there is no such member.
    if (error.status === 11) return undefined;
    throw new Error(`${file} cannot be read from its archive (${error.code ?? error.status})`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends a script with a sentence. */
function runScript(main) {
  main(process.env).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}

module.exports = { GitHub, runScript };
