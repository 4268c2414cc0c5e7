import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCRIPT = resolve(__dirname, '../../scripts/require-review.js');

/** What a host is asked: the path with its query but without the page, decoded; of GraphQL the variables. */
export interface Asked {
  readonly path: string;
  readonly page: number;
  readonly body: string;
}
export interface ReviewHost {
  /** What the host answers; nothing: it does not know. Lists are cut into pages here. */
  readonly answer: (asked: Asked) => unknown;
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
}

/** Runs require-review.js against a host on this machine, with an `aws` that knows the token and the pipeline's runs. */
export async function askForReview({
  answer,
  env,
  runs = [],
  apiPath = '',
}: ReviewHost): Promise<ReviewAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-review-'));
  const asked: string[] = [];
  const server = createServer(async (request, reply) => {
    const question = await askedBy(request);
    asked.push(question.path);
    const found = answer(question);
    const isKnown = request.headers.authorization === 'Bearer a-token' && found !== undefined;
    reply.statusCode = isKnown ? 200 : 404;
    reply.end(JSON.stringify(isKnown ? pageOf(found, question.page) : { message: 'Not Found' }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  writeAws(folder, runs);
  try {
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}${apiPath}`;
    return { ...(await finished(folder, { DYNCONF_REVIEW_API: api, ...env })), asked };
  } finally {
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true });
  }
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
  return Array.isArray(found) ? (found.slice((page - 1) * PAGE, page * PAGE) as unknown[]) : found;
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
): Promise<Omit<ReviewAnswer, 'asked'>> {
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
