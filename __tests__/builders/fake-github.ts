import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const { zipFiles } = jest.requireActual('../../scripts/zip-files.js') as {
  zipFiles: (files: Readonly<Record<string, Buffer>>) => Buffer;
};

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}
export interface PullRequest {
  readonly number: number;
  state: 'open' | 'closed';
  readonly head: { sha: string; readonly repo: { readonly full_name: string } };
  readonly base: { readonly ref: string };
}
/** What a job's token may do, as `permissions:` of the workflow says. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** GitHub's API, as much of it as the jobs of a pull request use (GitHub REST API, version 2022-11-28). */
export interface FakeGitHub {
  readonly url: string;
  readonly repository: string;
  readonly pulls: PullRequest[];
  readonly comments: Comment[];
  /** A token that is good for one job. */
  token(permissions: Permissions): string;
  /** A finished run of a workflow, and the artifacts that its jobs kept. */
  addRun(run: FinishedRun): void;
  close(): Promise<void>;
}

export interface FinishedRun {
  readonly path: string;
  readonly commit: string;
  readonly artifacts: Readonly<Record<string, string>>;
  /** Where the branch is: `owner/name`. */
  readonly repository: string;
  /** Environments that somebody has let the run into. @default - none */
  readonly approved?: readonly string[];
}
interface Run {
  readonly id: number;
  readonly path: string;
  readonly head_sha: string;
  readonly head_repository: { readonly full_name: string };
}
interface Artifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly zip: Buffer;
}
interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly permissions: Permissions;
}
type Answer = (asked: Asked, ids: readonly number[]) => unknown;

const BOT = 'github-actions[bot]';

export async function startFakeGitHub(repository: string): Promise<FakeGitHub> {
  const gitHub = new GitHub(repository);
  const server = createServer((request, response) => void gitHub.answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    repository,
    pulls: gitHub.pulls,
    comments: gitHub.comments,
    token: (permissions) => gitHub.token(permissions),
    addRun: (run) => gitHub.addRun(run),
    close: () => new Promise((done) => server.close(() => done())),
  };
}

class GitHub {
  readonly pulls: PullRequest[] = [];
  readonly comments: Comment[] = [];
  readonly #tokens = new Map<string, Permissions>();
  readonly #runs: Run[] = [];
  readonly #approved = new Map<number, readonly string[]>();
  readonly #artifacts: Artifact[] = [];
  #last = 100;

  constructor(private readonly repository: string) {}

  token(permissions: Permissions): string {
    const token = `ghs_${++this.#last}`;
    this.#tokens.set(token, permissions);
    return token;
  }

  addRun({ path, commit, artifacts, repository, approved = [] }: FinishedRun): void {
    const run = { id: ++this.#last, path, head_sha: commit, head_repository: { full_name: repository } };
    this.#runs.push(run);
    this.#approved.set(run.id, approved);
    for (const [name, folder] of Object.entries(artifacts)) {
      this.#artifacts.push({ id: ++this.#last, run: run.id, name, zip: zipOf(folder) });
    }
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://localhost');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const blob = /^\/blobs\/(\d+)$/.exec(url.pathname);
    if (blob) return void response.end(this.#artifacts.find(({ id }) => id === Number(blob[1]))?.zip);
    const permissions = this.#tokens.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '');
    if (!permissions) return void response.writeHead(401).end('{"message":"Bad credentials"}');
    const asked = { method: request.method ?? '', url, body, permissions };
    this.#route(asked, response);
  }

  #route(asked: Asked, response: ServerResponse): void {
    const line = `${asked.method} ${asked.url.pathname.replace(`/repos/${this.repository}`, '')}`;
    for (const [pattern, needs, answer] of this.#routes()) {
      const ids = pattern.exec(line)?.slice(1).map(Number);
      if (!ids) continue;
      if (!isAllowed(asked.permissions, needs))
        return void response.writeHead(403).end('{"message":"Resource not accessible by integration"}');
      const found = answer(asked, ids);
      if (found === undefined) break;
      if (typeof found === 'string') return void response.writeHead(302, { location: found }).end();
      return void response.writeHead(200).end(JSON.stringify(found));
    }
    response.writeHead(404).end('{"message":"Not Found"}');
  }

  #routes(): readonly (readonly [RegExp, readonly [string, 'read' | 'write'], Answer])[] {
    return [
      [/^GET \/pulls$/, ['pull-requests', 'read'], () => this.pulls.filter(({ state }) => state === 'open')],
      [/^GET \/pulls\/(\d+)$/, ['pull-requests', 'read'], (_, [number]) => this.#pull(number)],
      [/^GET \/actions\/runs$/, ['actions', 'read'], (asked) => this.#runsOf(asked.url)],
      [/^GET \/actions\/runs\/(\d+)\/artifacts$/, ['actions', 'read'], (_, [run]) => this.#artifactsOf(run)],
      [/^GET \/actions\/runs\/(\d+)\/approvals$/, ['actions', 'read'], (_, [run]) => this.#approvalsOf(run)],
      // To a place that takes no token.
      [/^GET \/actions\/artifacts\/(\d+)\/zip$/, ['actions', 'read'], (_, [id]) => `/blobs/${id}`],
      [/^GET \/issues\/\d+\/comments$/, ['pull-requests', 'read'], () => this.comments],
      [/^POST \/issues\/\d+\/comments$/, ['pull-requests', 'write'], (asked) => this.#comment(asked)],
      [
        /^PATCH \/issues\/comments\/(\d+)$/,
        ['pull-requests', 'write'],
        (asked, [id]) => this.#change(asked, id),
      ],
    ];
  }

  #pull(wanted?: number): PullRequest | undefined {
    return this.pulls.find(({ number }) => number === wanted);
  }

  #runsOf(url: URL): object {
    const commit = url.searchParams.get('head_sha');
    return { workflow_runs: this.#runs.filter((run) => run.head_sha === commit) };
  }

  #artifactsOf(run?: number): object {
    const artifacts = this.#artifacts.filter((each) => each.run === run);
    return {
      artifacts: artifacts.map(({ id, name, zip }) => ({
        id,
        name,
        expired: false,
        size_in_bytes: zip.length,
      })),
    };
  }

  #approvalsOf(run = 0): object {
    const names = this.#approved.get(run) ?? [];
    return names.map((name) => ({ state: 'approved', environments: [{ name }], user: { login: 'alice' } }));
  }

  #comment({ body }: Asked): Comment {
    const comment = { id: ++this.#last, user: { login: BOT }, body: textOf(body) };
    this.comments.push(comment);
    return comment;
  }

  #change({ body }: Asked, wanted?: number): Comment | undefined {
    const comment = this.comments.find(({ id }) => id === wanted);
    if (comment) comment.body = textOf(body);
    return comment;
  }
}

function zipOf(folder: string): Buffer {
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]);
  return zipFiles(Object.fromEntries(files) as Record<string, Buffer>);
}

function isAllowed(permissions: Permissions, [name, level]: readonly [string, 'read' | 'write']): boolean {
  return permissions[name] === 'write' || permissions[name] === level;
}

function textOf(body: string): string {
  return (JSON.parse(body) as { readonly body: string }).body;
}
