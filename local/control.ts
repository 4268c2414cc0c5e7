import { LOCAL_HEADER } from '../compiler/names';
import { alarmState, knownAlarms, setAlarm } from './alarms/alarms';
import { header, type Call } from './http/call';
import type { World } from './place';
import { json, type Reply } from './http/reply';
import { snapshot } from './snapshot';
import type { AlarmState } from './state';

const PREFIX = '/_local/';
const ALARM_STATES: readonly string[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
/** A hundred years. */
const FARTHEST_SECONDS = 100 * 366 * 24 * 3600;

export function isControl(path: string): boolean {
  return path.startsWith(PREFIX);
}

/** What AWS does not have: moving time, setting alarms by hand, looking inside. The header keeps web pages out. */
export function control(world: World, call: Call): Reply {
  if (header(call, LOCAL_HEADER) !== '1')
    return json(403, { message: `control requests need the header ${LOCAL_HEADER}: 1` });
  const path = call.path.slice(PREFIX.length);
  const route = `${call.method} ${path.split('/')[0]}`;
  if (route === 'GET clock') return json(200, timeOf(world));
  if (route === 'POST clock') return advanceClock(world, call);
  if (route === 'GET alarms') return json(200, { alarms: knownAlarms(world) });
  if (route === 'PUT alarms') return putAlarm(world, call, path.slice('alarms/'.length));
  if (route === 'GET state') return json(200, snapshot(world));
  return json(404, {
    message: `there is no ${call.method} ${call.path}; docs/local-appconfig.md lists the paths`,
  });
}

function advanceClock(world: World, call: Call): Reply {
  const seconds = bodyOf(call)?.['advanceSeconds'];
  const isValid = typeof seconds === 'number' && seconds >= 0 && seconds <= FARTHEST_SECONDS;
  if (!isValid) return json(400, { message: 'the body is {"advanceSeconds": n}, n not negative' });
  world.clock.advance(seconds);
  return json(200, timeOf(world));
}

function putAlarm(world: World, call: Call, encodedName: string): Reply {
  const name = decode(encodedName);
  const state = bodyOf(call)?.['state'];
  if (!name) return json(400, { message: 'the path is /_local/alarms/<alarm ARN or name>' });
  if (typeof state !== 'string' || !ALARM_STATES.includes(state))
    return json(400, { message: `the body is {"state": "${ALARM_STATES.join(' | ')}"}` });
  const monitors = setAlarm(world, name, state as AlarmState);
  return json(200, { alarm: name, state: alarmState(world, name), monitors });
}

function timeOf({ clock }: World): object {
  return { now: new Date(clock.now()).toISOString() };
}

function bodyOf(call: Call): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(call.body.toString('utf8'));
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
