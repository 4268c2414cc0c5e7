import {
  AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import { LOCAL_HEADER } from '../../compiler/names';
import { clientSettings } from '../../release/appconfig/appconfig-clients';
import type { AppConfigAccess } from '../../release/terraform/stack-folder';
import { ask, askAgentRaw, leaksOf, type Probed, problemsOf, type SecurityProbe } from './security-probe';

const REFUSED = [400, 401, 403, 404, 405, 413, 414, 431];
/** Larger than any token, name or request that the API takes (AppConfig Data API reference). */
const OVERSIZE = 'a'.repeat(200_000);
const JSON_TYPE = { 'content-type': 'application/json' };
/** Anybody's, and nobody's region of this environment. */
const OTHER_REGIONS = ['sa-east-1', 'eu-north-1', 'ca-central-1', 'ap-northeast-3'];
const OTHER_ACCOUNT = '999999999998';
const DAY_SECONDS = 25 * 3600;

/**
 * Everything that somebody could try at the endpoints that clients reach. What is not `only: 'local'` is harmless in
 * AWS: a handful of requests that are refused, none of which changes anything.
 */
export const SECURITY_PROBES: readonly SecurityProbe[] = [
  {
    name: 'an unsigned request is refused',
    only: 'aws',
    attempt: async (probed) =>
      problemsOf('an unsigned session', await ask(probed, sessionCall(probed)), [401, 403]),
  },
  {
    name: 'a wrong signature is refused',
    only: 'aws',
    attempt: async ({ access, document }) => {
      const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wrong' };
      return (await isServed({ ...clientSettings(access), credentials }, document))
        ? ['somebody with a wrong signature gets a session']
        : [];
    },
  },
  { name: 'a token is good for one poll', only: 'local', attempt: pollTwice },
  { name: 'a token of yesterday is refused', only: 'local', movesClock: true, attempt: pollTomorrow },
  {
    name: 'an invented token is refused',
    attempt: async (probed) => tokenProblems(probed, 'an invented token', 'bm90LWEtdG9rZW4'),
  },
  {
    name: 'a token with somebody else’s text in it is refused',
    attempt: async (probed) => [
      ...(await tokenProblems(probed, 'a token with a path', '../../etc/passwd')),
      ...(await tokenProblems(probed, 'a token with SQL', "' OR 1=1 --")),
      ...(await tokenProblems(probed, 'a token with a header', 'a\r\nx-injected: 1')),
    ],
  },
  {
    name: 'what is too large is refused',
    attempt: async (probed) => [
      ...problemsOf('a huge name', await ask(probed, sessionCall(probed, OVERSIZE)), REFUSED),
      ...(await tokenProblems(probed, 'a huge token', OVERSIZE.slice(0, 12_000))),
    ],
  },
  {
    name: 'what is no JSON is refused',
    attempt: async (probed) => {
      const call = { method: 'POST', path: '/configurationsessions', headers: JSON_TYPE };
      return [
        ...problemsOf('half a body', await ask(probed, { ...call, body: '{"Application' }), REFUSED),
        ...problemsOf('a list', await ask(probed, { ...call, body: '[[[[]]]]' }), REFUSED),
        ...problemsOf(
          'a polluted object',
          await ask(probed, { ...call, body: '{"__proto__":{"a":1}}' }),
          REFUSED,
        ),
      ];
    },
  },
  {
    name: 'a path does not lead out of the API',
    attempt: async (probed) => {
      const paths = [
        '/../../../../etc/passwd',
        '/..%2f..%2f..%2fetc%2fpasswd',
        '/configuration/../../etc/passwd',
        '/%00',
      ];
      const answers = await Promise.all(paths.map((path) => ask(probed, { method: 'GET', path })));
      return answers.flatMap((answer, index) => problemsOf(paths[index] ?? '', answer, REFUSED));
    },
  },
  {
    name: 'nothing can be changed where configuration is read',
    attempt: async (probed) => {
      const methods = ['PUT', 'PATCH', 'DELETE', 'TRACE'];
      const answers = await Promise.all(
        methods.map((method) => ask(probed, { method, path: '/configuration?configuration_token=a' })),
      );
      return answers.flatMap((answer, index) => problemsOf(methods[index] ?? '', answer, REFUSED));
    },
  },
  {
    name: 'another region sees nothing',
    attempt: async ({ access, document, regions }) => {
      const region = OTHER_REGIONS.find((other) => !regions.includes(other)) ?? '';
      return (await isServed({ ...clientSettings(access), region }, document)) ? [`${region} serves it`] : [];
    },
  },
  {
    name: 'another account sees nothing',
    only: 'local',
    attempt: async ({ access, document }) =>
      (await isServed(clientSettings({ ...access, accessKey: OTHER_ACCOUNT }), document))
        ? [`account ${OTHER_ACCOUNT} is served`]
        : [],
  },
  {
    name: 'a web page reads nothing',
    attempt: async (probed) => {
      const origin = { origin: 'https://attacker.example' };
      const { method, path, body, headers } = sessionCall(probed);
      const answer = await ask(probed, { method, path, body, headers: { ...headers, ...origin } });
      const allowed = answer.headers['access-control-allow-origin'];
      const isOpen = allowed === '*' || allowed === origin.origin;
      return [
        ...(isOpen ? [`web pages of ${String(allowed)} may read the answer`] : []),
        ...leaksOf('it', answer),
      ];
    },
  },
  {
    name: 'the controls of the local AppConfig are not open to web pages',
    only: 'local',
    attempt: async (probed) => [
      ...problemsOf(
        'a control without its header',
        await ask(probed, { method: 'GET', path: '/_local/state' }),
        [403],
      ),
      ...problemsOf(
        'a name that points here',
        await ask(probed, { method: 'GET', path: '/applications', headers: { host: 'attacker.example' } }),
        REFUSED,
      ),
    ],
  },
  {
    name: 'a path does not lead out of the agent',
    of: 'agent',
    attempt: async (probed) => {
      const names = [
        '..%2f..%2f..%2fetc%2fpasswd',
        '../../../../etc/passwd',
        '%00',
        '%ff',
        OVERSIZE.slice(0, 10_000),
      ];
      const paths = names.map((name) => `/applications/${name}/environments/a/configurations/b`);
      const answers = await Promise.all(paths.map((path) => askAgentRaw(probed, { method: 'GET', path })));
      return answers.flatMap((answer, index) =>
        problemsOf(names[index]?.slice(0, 40) ?? '', answer, REFUSED),
      );
    },
  },
  {
    name: 'a context that is none does not break the agent',
    of: 'agent',
    attempt: async (probed) => {
      const { application, environment } = probed.document;
      const path = `/applications/${application}/environments/${environment}/configurations/flags`;
      const contexts = ['no-pair', '=', `a=${'b'.repeat(9_000)}`, '__proto__=1', 'a=(or true)'];
      const answers = await Promise.all(
        contexts.map((Context) => askAgentRaw(probed, { method: 'GET', path, headers: { Context } })),
      );
      return answers.flatMap((answer, index) =>
        problemsOf(`Context: ${contexts[index]?.slice(0, 40) ?? ''}`, answer, [200, ...REFUSED]),
      );
    },
  },
];

function sessionCall({ document }: Probed, application = document.application) {
  const { environment, profile } = document;
  const body = {
    ApplicationIdentifier: application,
    EnvironmentIdentifier: environment,
    ConfigurationProfileIdentifier: profile,
  };
  return { method: 'POST', path: '/configurationsessions', headers: JSON_TYPE, body: JSON.stringify(body) };
}

async function tokenProblems(probed: Probed, what: string, token: string): Promise<string[]> {
  const path = `/configuration?configuration_token=${encodeURIComponent(token)}`;
  return problemsOf(what, await ask(probed, { method: 'GET', path }), REFUSED);
}

type Settings = ReturnType<typeof clientSettings>;

/** Whether somebody gets a document; a refusal, of whatever kind, is the right answer. */
async function isServed(settings: Settings, document: Probed['document']): Promise<boolean> {
  const client = new AppConfigDataClient({ ...settings, maxAttempts: 1 });
  try {
    await client.send(
      new GetLatestConfigurationCommand({ ConfigurationToken: await tokenOf(client, document) }),
    );
    return true;
  } catch (error) {
    const { httpStatusCode = 0 } = (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
    if (httpStatusCode >= 400 && httpStatusCode < 500) return false;
    throw error;
  } finally {
    client.destroy();
  }
}

async function tokenOf(client: AppConfigDataClient, document: Probed['document']): Promise<string> {
  const { InitialConfigurationToken = '' } = await client.send(
    new StartConfigurationSessionCommand({
      ApplicationIdentifier: document.application,
      EnvironmentIdentifier: document.environment,
      ConfigurationProfileIdentifier: document.profile,
    }),
  );
  return InitialConfigurationToken;
}

async function freshToken(access: AppConfigAccess, document: Probed['document']): Promise<string> {
  const client = new AppConfigDataClient(clientSettings(access));
  try {
    return await tokenOf(client, document);
  } finally {
    client.destroy();
  }
}

async function pollTwice(probed: Probed): Promise<string[]> {
  const token = await freshToken(probed.access, probed.document);
  const headers = signedAs(probed.access);
  const poll = {
    method: 'GET',
    path: `/configuration?configuration_token=${encodeURIComponent(token)}`,
    headers,
  };
  const first = await ask(probed, poll);
  if (first.status !== 200) return [`the first poll is answered with ${first.status}`];
  return problemsOf('the second poll with it', await ask(probed, poll), REFUSED);
}

/** Time of the local AppConfig goes on by a day: rollouts on their way are then over. */
async function pollTomorrow(probed: Probed): Promise<string[]> {
  const token = await freshToken(probed.access, probed.document);
  const headers = { ...JSON_TYPE, [LOCAL_HEADER]: '1' };
  const body = JSON.stringify({ advanceSeconds: DAY_SECONDS });
  const moved = await ask(probed, { method: 'POST', path: '/_local/clock', headers, body });
  if (moved.status !== 200) return [`its clock cannot be moved: ${moved.status}`];
  return tokenProblems(probed, 'a token of yesterday', token);
}

/** The local AppConfig reads account and region from the signature and does not check it. */
function signedAs({ accessKey = '', region }: AppConfigAccess): Record<string, string> {
  const scope = `${accessKey}/20260101/${region}/appconfig/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` };
}
