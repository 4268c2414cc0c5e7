import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isForgotten, rememberedAlarms } from '../../../release/gate/remembered-alarms';
import { anAlarm, anEnvironment } from '../../builders/environment';

const environment = anEnvironment({ name: 'local', alarms: [anAlarm()] });
const places = { environment, regions: ['us-east-1'] };
const span = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2026-01-01T00:30:00Z') };
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

type Answer = { readonly status?: number; readonly body: object };

/** A CloudWatch whose health alarm is as it is told, and whose history is a script. */
async function aCloudWatch(state: object, history: Answer): Promise<Record<string, string>> {
  const described = {
    CompositeAlarms: [
      {
        AlarmName: 'local-us-east-1-health',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:local-us-east-1-health',
        ...state,
      },
    ],
  };
  const server = createServer((request, reply) => {
    const isHistory = String(request.headers['x-amz-target']).endsWith('DescribeAlarmHistory');
    const { status = 200, body } = isHistory ? history : { body: described };
    request.resume().on('end', () => {
      reply.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      reply.end(JSON.stringify(body));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { DYNCONF_APPCONFIG_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function items(...changes: readonly (readonly [minute: number, text: string])[]): Answer {
  const start = span.from.getTime() / 1000;
  return {
    body: {
      AlarmHistoryItems: changes.map(([minute, HistorySummary]) => ({
        Timestamp: start + minute * 60,
        HistorySummary,
      })),
    },
  };
}

async function remembered(state: object, history: Answer) {
  const env = await aCloudWatch(state, history);
  return rememberedAlarms(places, span, { env });
}

const OK = { StateValue: 'OK' };
const UP = 'Alarm updated from OK to ALARM';
const DOWN = 'Alarm updated from ALARM to OK';

test('rememberedAlarms() finds nothing where nothing rang', async () => {
  expect(await remembered(OK, items())).toEqual([]);
  expect(await remembered(OK, items([31, UP], [32, DOWN]))).toEqual([]);
  expect(await remembered({ StateValue: 'ALARM' }, items([31, UP]))).toEqual([]);
});

test('rememberedAlarms() finds what rang, whatever the order in which it is told', async () => {
  const [finding, ...others] = await remembered(OK, items([8, DOWN], [7, UP]));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ type: 'health', state: 'ALARM', since: '2026-01-01T00:07:00.000Z' });
  expect(finding?.message).toContain('from 2026-01-01 00:07 UTC to 2026-01-01 00:08 UTC');
});

test('rememberedAlarms() says which alarm it was, by the name that has its component', async () => {
  const HistoryData = JSON.stringify({
    oldState: { stateValue: 'OK' },
    newState: {
      stateValue: 'ALARM',
      stateReason:
        'arn:aws:cloudwatch:us-east-1:000000000000:alarm:ledger-local-us-east-1 transitioned to ALARM at Thursday 01 January, 2026 00:07:00 UTC',
    },
  });
  const rang = { Timestamp: span.from.getTime() / 1000 + 420, HistoryData };
  const [finding] = await remembered(OK, { body: { AlarmHistoryItems: [rang] } });
  expect(finding?.message).toMatch(/: ledger-local-us-east-1 transitioned to ALARM at Thursday 01 January/);
});

test('rememberedAlarms() takes what was on all the time, and before, for ringing', async () => {
  const transitioned = new Date('2025-12-31T00:00:00Z').getTime() / 1000;
  const on = { StateValue: 'ALARM', StateTransitionedTimestamp: transitioned };
  expect(await remembered(on, items())).toMatchObject([{ since: '2025-12-31T00:00:00.000Z' }]);
  expect(await remembered(OK, items([45, DOWN]))).toMatchObject([{ state: 'ALARM' }]);
});

test('rememberedAlarms() does not take a history that nobody can read for silence', async () => {
  const denied = { status: 400, body: { __type: 'AccessDeniedException', message: 'not authorised' } };
  const unknown = { status: 404, body: { __type: 'UnknownOperationException', message: 'what?' } };
  for (const answer of [denied, unknown, items([3, 'Etwas ist anders'])]) {
    expect(await remembered(OK, answer)).toMatchObject([{ type: 'health', state: 'UNREADABLE' }]);
  }
  const [finding] = await remembered(OK, denied);
  expect(finding?.message).toMatch(
    /^nobody can say what the alarm local-us-east-1-health in us-east-1 was .*AccessDeniedException: not authorised/,
  );
});

test('isForgotten() after the thirty days for which CloudWatch remembers; the local AppConfig does not forget', () => {
  const now = (text: string): Date => new Date(text);
  const beta = anEnvironment({ name: 'beta' });
  expect(isForgotten(beta, span, now('2026-01-30T00:00:00Z'))).toBe(false);
  expect(isForgotten(beta, span, now('2026-02-01T00:00:00Z'))).toBe(true);
  expect(isForgotten(environment, span, now('2026-02-01T00:00:00Z'))).toBe(false);
});
