import type { Call } from './call';
import { control, isControl } from './control';
import { AwsError, internalError } from './errors';
import type { Place, World } from './place';
import { json, type Reply } from './reply';
import { findRoute } from './routes';
import { emptyRegion, type Region } from './state';

/** Answers one request; whatever goes wrong becomes an AWS error, never a crash. */
export function answer(world: World, call: Call): Reply {
  try {
    if (isControl(call.path)) return control(world, call);
    const route = findRoute(call.method, call.path);
    if (route === undefined) throw unknownOperation(call);
    return route.operation(placeOf(world, call), { ...call, params: route.params });
  } catch (error) {
    return errorReply(error instanceof AwsError ? error : internalError(describe(error)));
  }
}

export function errorReply({ type, message, details }: AwsError): Reply {
  const reply = json(details.status, { Message: message, ...details.members });
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': `${type}:` } };
}

function placeOf(world: World, { scope }: Call): Place {
  return { world, region: regionOf(world, scope), now: world.clock.now() };
}

function regionOf(world: World, { account, region }: Call['scope']): Region {
  const { regions } = world.state;
  const key = `${account}/${region}`;
  regions[key] ??= {
    ...emptyRegion(account, region),
    deletionProtection: { enabled: world.switches.deletionProtection, periodMinutes: 60 },
  };
  return regions[key];
}

function unknownOperation({ method, path }: Call): AwsError {
  const message = `${method} ${path.slice(0, 200)} is not an operation of AppConfig`;
  return new AwsError('UnknownOperationException', message, { status: 404 });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
