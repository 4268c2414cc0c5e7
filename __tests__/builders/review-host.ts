import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCRIPT = resolve(__dirname, '../../scripts/require-review.js');

/** What a host is asked: the path with its query but without the page, decoded; of GraphQL the body, too. */
export interface Asked {
  readonly path: string;
  readonly page: number;
  readonly body: string;
}
/** An answer without what was asked for. */
export interface Refused {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface ReviewHost {
  /** What the host answers; nothing: it does not know. Lists, and the commits of a comparison, are cut into pages here. */
  readonly answer: (asked: Asked) => unknown;
  /** What it says before it answers, where it says anything. */
  readonly refuse?: (asked: Asked) => Refused | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** Of the pipeline, newest first, as CodePipeline lists them. */
  readonly runs?: readonly object[];
  /** What follows the server's address in DYNCONF_REVIEW_API. @default '' */
  readonly apiPath?: string;
}
export interface ReviewAnswer {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly string[];
  /** How many questions were open at once at most. */
  readonly mostAtOnce: number;
}

/** Runs require-review.js against a host on this machine, with an `aws` that knows the token and the pipeline's runs. */
export async function askForReview({
  runs = [],
  apiPath = '',
  env,
  ...host
}: ReviewHost): Promise<ReviewAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-review-'));
  const asked: string[] = [];
  let [atOnce, mostAtOnce] = [0, 0];
  const server = createServer(async (request, reply) => {
    mostAtOnce = Math.max(mostAtOnce, (atOnce += 1));
    const question = await askedBy(request);
    asked.push(question.path);
    // What else is on its way arrives first.
    await new Promise(setImmediate);
    const isKnown = request.headers.authorization === 'Bearer a-token';
    answered(reply, question, isKnown ? host : { answer: () => undefined });
    atOnce -= 1;
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  writeAws(folder, runs);
  try {
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}${apiPath}`;
    const answer = await finished(folder, { DYNCONF_REVIEW_API: api, ...env });
    return { ...answer, asked, mostAtOnce };
  } finally {
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true });
  }
}

function answered(reply: ServerResponse, asked: Asked, { answer, refuse }: ReviewHost): void {
  const refused = refuse?.(asked);
  const found = refused ? undefined : answer(asked);
  reply.writeHead(refused?.status ?? (found === undefined ? 404 : 200), refused?.headers ?? {});
  reply.end(JSON.stringify(found === undefined ? { message: 'No' } : pageOf(found, asked.page)));
}

const PAGE = 100;

async function askedBy(request: IncomingMessage): Promise<Asked> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const words = query.split('&').filter((each) => each !== '' && !/^(per_)?page=/.test(each));
  const page = Number(/(?:^|&)page=(\d+)/.exec(query)?.[1] ?? 1);
  return { path: decodeURIComponent([path, ...words].join('?')), page, body };
}

function pageOf(found: unknown, page: number): unknown {
  if (Array.isArray(found)) return found.slice((page - 1) * PAGE, page * PAGE) as unknown[];
  const { commits } = found as { commits?: unknown };
  return Array.isArray(commits) ? { ...(found as object), commits: pageOf(commits, page) } : found;
}

function writeAws(folder: string, runs: readonly object[]): void {
  const executions = JSON.stringify({ pipelineExecutionSummaries: runs });
  const file = join(folder, 'aws');
  writeFileSync(
    file,
    `#!/bin/sh\ncase "$1" in secretsmanager) echo '{"SecretString":"a-token"}' ;; codepipeline) echo '${executions}' ;; esac\n`,
  );
  chmodSync(file, 0o755);
}

function finished(
  folder: string,
  own: Readonly<Record<string, string>>,
): Promise<Omit<ReviewAnswer, 'asked' | 'mostAtOnce'>> {
  const env = {
    DYNCONF_TRUNK: 'main',
    DYNCONF_REVIEW_SECRET: 'dynconf/review-token',
    CODEBUILD_INITIATOR: 'codepipeline/dynconf-delivery',
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    ...own,
  };
  const child = spawn(process.execPath, [SCRIPT], { env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((done) => child.on('close', (status) => done({ status, out, err })));
}
