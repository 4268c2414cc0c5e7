import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whose tokens a role takes. */
export interface TrustedSubject {
  readonly roleArn: string;
  readonly subject: string;
  readonly audience: string;
}

/** GitHub's tokens for jobs, and the STS that takes them; what else STS is asked goes on to `awsUrl`. */
export interface FakeOidc {
  /** What GitHub sets in a job of this subject with `id-token: write`. */
  jobVariables(subject: string): Record<string, string>;
  readonly stsUrl: string;
  /** Roles that were taken on, oldest first. */
  readonly taken: readonly string[];
  close(): Promise<void>;
}

export async function startFakeOidc(awsUrl: string, roles: readonly TrustedSubject[]): Promise<FakeOidc> {
  const taken: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? '', 'http://localhost');
    const asked = new URLSearchParams(body);
    if (url.pathname === '/token') return giveToken(request, response);
    if (asked.get('Action') !== 'AssumeRoleWithWebIdentity')
      return passOn(`${awsUrl}${url.pathname}`, { request, response, body });
    const role = roles.find((each) => each.roleArn === asked.get('RoleArn'));
    if (role === undefined || asked.get('WebIdentityToken') !== `${role.subject}|${role.audience}`)
      return void response.writeHead(403).end();
    taken.push(role.roleArn);
    response.end(JSON.stringify(credentials(role.roleArn)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const stsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    stsUrl,
    taken,
    jobVariables: (subject) => ({
      ACTIONS_ID_TOKEN_REQUEST_URL: `${stsUrl}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: subject,
    }),
    close: () => new Promise((done) => server.close(() => done())),
  };
}

/** A token names its subject and its audience; here it is nothing else. */
function giveToken({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const audience = new URL(url, 'http://localhost').searchParams.get('audience') ?? '';
  const subject = headers.authorization?.replace(/^Bearer /, '') ?? '';
  response.end(JSON.stringify({ value: `${subject}|${audience}` }));
}

/** The access key is the account: that is how the AWS of the tests tells accounts apart. */
function credentials(roleArn: string): object {
  const Credentials = {
    AccessKeyId: roleArn.split(':')[4],
    SecretAccessKey: 'local',
    SessionToken: 'local',
    Expiration: Date.now() / 1000 + 3600,
  };
  return { AssumeRoleWithWebIdentityResponse: { AssumeRoleWithWebIdentityResult: { Credentials } } };
}

async function passOn(
  url: string,
  { request, response, body }: { request: IncomingMessage; response: ServerResponse; body: string },
): Promise<void> {
  const names = ['authorization', 'content-type', 'x-amz-date', 'x-amz-security-token'];
  const headers = names.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const reply = await fetch(url, {
    method: request.method ?? 'POST',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
  });
  response.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? 'text/xml' });
  response.end(await reply.text());
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
