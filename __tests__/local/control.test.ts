import {
  ALARM,
  START,
  aDeployment,
  aLocalAppConfig,
  aProfile,
  aShop,
  aStrategy,
  closeLocalAppConfigs,
  stateOf,
} from '../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

const HEADERS = { 'x-dynconf-local': '1' };
async function send(url: string, body: string, method = 'POST') {
  const answer = await fetch(url, { method, headers: HEADERS, ...(method === 'GET' ? {} : { body }) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('control() refuses requests without its header, whatever they ask', async () => {
  const { url } = await aLocalAppConfig();
  for (const [path, method] of [
    ['clock', 'POST'],
    ['alarms/x', 'PUT'],
    ['state', 'GET'],
    ['nope', 'GET'],
  ])
    expect((await fetch(`${url}/_local/${path}`, { method: String(method) })).status).toBe(403);
});

test('control() moves the clock', async () => {
  const { url, clock } = await aLocalAppConfig();
  expect(await send(`${url}/_local/clock`, '{"advanceSeconds": 90.5}')).toEqual({
    status: 200,
    body: { now: '2026-01-01T00:01:30.500Z' },
  });
  expect(clock.now() - Date.parse(START)).toBe(90_500);
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{}',
  '{"advanceSeconds": -1}',
  '{"advanceSeconds": "1"}',
  '{"advanceSeconds": 1e300}',
])('control() refuses a clock moved by %s', async (body) => {
  const { url, clock } = await aLocalAppConfig();
  expect((await send(`${url}/_local/clock`, body)).status).toBe(400);
  expect(new Date(clock.now()).toISOString()).toBe(START);
});

test.each([ALARM, encodeURIComponent(ALARM), 'checkout-prod'])(
  'control() sets the alarm %s and rolls back',
  async (name) => {
    const { url, control } = await aLocalAppConfig();
    const shop = await aShop(control);
    const ids = { ...shop, ConfigurationProfileId: await aProfile(control, shop.ApplicationId) };
    await aDeployment(control, ids, { content: {}, strategy: await aStrategy(control) });
    expect(await send(`${url}/_local/alarms/${name}`, '{"state": "ALARM"}', 'PUT')).toEqual({
      status: 200,
      body: { alarm: decodeURIComponent(name), state: 'ALARM', monitors: [ALARM] },
    });
    expect(await stateOf(control, ids)).toBe('ROLLED_BACK 0');
  },
);

test('control() lists monitors that nobody set, and alarms that nobody monitors', async () => {
  const { url, control } = await aLocalAppConfig();
  await aShop(control);
  await send(`${url}/_local/alarms/elsewhere`, '{"state": "INSUFFICIENT_DATA"}', 'PUT');
  expect((await send(`${url}/_local/alarms`, '', 'GET')).body).toEqual({
    alarms: [
      { arn: ALARM, state: 'OK' },
      { arn: 'elsewhere', state: 'INSUFFICIENT_DATA' },
    ],
  });
});

test('control() refuses an alarm without a name, and a state that is none', async () => {
  const { url } = await aLocalAppConfig();
  expect((await send(`${url}/_local/alarms/`, '{"state": "ALARM"}', 'PUT')).status).toBe(400);
  expect((await send(`${url}/_local/alarms/x`, '{"state": "RED"}', 'PUT')).status).toBe(400);
  expect((await send(`${url}/_local/alarms/%zz`, '{"state": "ALARM"}', 'PUT')).status).toBe(400);
});

test('control() shows what is there', async () => {
  const { url, control } = await aLocalAppConfig();
  await aShop(control);
  const { body } = await send(`${url}/_local/state`, '', 'GET');
  expect(body).toMatchObject({
    now: START,
    applications: [{ name: 'checkout', environments: [{ name: 'prod' }] }],
  });
});
