import {
  ALARM,
  aDeployment,
  aLocalAppConfig,
  aProfile,
  aShop,
  aStrategy,
  closeLocalAppConfigs,
} from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

const color = { attributes: { color: { constraints: { type: 'string' } } } };
const DOCUMENT = {
  version: '1',
  flags: { refresh: color, plain: {} },
  values: {
    plain: { enabled: true },
    refresh: {
      _variants: [
        {
          name: 'QA',
          enabled: true,
          rule: '(ends_with $email "@qa.example.com")',
          attributeValues: { color: 'red' },
        },
        { name: 'Old', enabled: true, rule: '(gte $age 65)', attributeValues: { color: 'blue' } },
        {
          name: 'Numbered',
          enabled: true,
          rule: '(in $userId ["123", "456"])',
          attributeValues: { color: 'green' },
        },
        {
          name: 'Beta',
          enabled: true,
          rule: '(and $beta (exists key::"beta"))',
          attributeValues: { color: 'pink' },
        },
        { name: 'Default', enabled: false },
      ],
    },
  },
};

async function anAgent(Type = 'AWS.AppConfig.FeatureFlags', content: unknown = DOCUMENT) {
  const local = await aLocalAppConfig({ agentPort: 0 });
  const shop = await aShop(local.control);
  const ids = {
    ...shop,
    ConfigurationProfileId: await aProfile(local.control, shop.ApplicationId, { Name: 'flags', Type }),
  };
  await aDeployment(local.control, ids, { content });
  const ask = async (query = '', headers: Record<string, string> = {}) => {
    const url = `${local.agentUrl}/applications/checkout/environments/prod/configurations/flags${query}`;
    const answer = await fetch(url, { headers });
    return {
      status: answer.status,
      version: answer.headers.get('configuration-version'),
      body: await answer.text(),
    };
  };
  return { ...local, ids, ask };
}

test.each([
  [{}, '{"_variant":"Default","enabled":false}'],
  [{ context: 'email=ann@qa.example.com' }, '{"_variant":"QA","color":"red","enabled":true}'],
  [{ context: 'age=70, userId=123' }, '{"_variant":"Old","color":"blue","enabled":true}'],
  [{ context: 'age=7, userId=123' }, '{"_variant":"Numbered","color":"green","enabled":true}'],
  [{ context: 'beta=true' }, '{"_variant":"Beta","color":"pink","enabled":true}'],
])('answerAgent() evaluates a single flag for the caller: %j', async (headers, body) => {
  const { ask } = await anAgent();
  expect(await ask('?flag=refresh', headers)).toEqual({ status: 200, version: '1', body });
});

test('answerAgent() gives all flags, or a map of those that are named', async () => {
  const { ask } = await anAgent();
  const both = '{"plain":{"enabled":true},"refresh":{"_variant":"Default","enabled":false}}';
  expect((await ask()).body).toBe(both);
  expect((await ask('?flag=plain&flag=refresh')).body).toBe(both);
  expect(await ask('?flag=nope')).toMatchObject({ status: 404, body: 'flag nope not found' });
});

test('answerAgent() gives everything else as it was deployed', async () => {
  const { ask } = await anAgent('AWS.Freeform', '{ "v": 1 }');
  expect((await ask()).body).toBe('{ "v": 1 }');
});

test('answerAgent() takes every entity for a caller of its own while a rollout grows, and takes all back', async () => {
  const { ask, ids, control, clock, setAlarm } = await anAgent('AWS.Freeform', { v: 1 });
  await aDeployment(control, ids, { content: { v: 2 }, strategy: await aStrategy(control) });
  clock.advance(6 * 60);
  const askAll = () =>
    Promise.all(
      Array.from({ length: 40 }, async (_, index) => (await ask('', { 'entity-id': `e${index}` })).body),
    );
  const during = await askAll();
  expect(new Set(during)).toEqual(new Set(['{"v":1}', '{"v":2}']));
  expect(await askAll()).toEqual(during);
  setAlarm(ALARM, 'ALARM');
  expect(new Set(await askAll())).toEqual(new Set(['{"v":1}']));
});

test('answerAgent() answers mistakes with text', async () => {
  const { ask, agentUrl } = await anAgent();
  expect(await ask('', { context: 'nonsense' })).toMatchObject({
    status: 400,
    body: 'Context nonsense is not key=value',
  });
  expect((await fetch(`${agentUrl}/applications/a/environments/b/configurations/c`)).status).toBe(404);
  expect((await fetch(`${agentUrl}/applications`)).status).toBe(404);
  expect((await fetch(`${agentUrl}/`, { headers: { origin: 'http://localhost' } })).status).toBe(403);
});
