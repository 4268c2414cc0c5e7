import type { Call } from './call';
import { control, isControl } from '../control';
import { AwsError, errorReply, internalError } from './errors';
import { placeOf, type World } from '../place';
import type { Reply } from './reply';
import { findRoute } from './routes';

/** Answers one request; whatever goes wrong becomes an AWS error, never a crash. */
export function answer(world: World, call: Call): Reply {
  try {
    if (isControl(call.path)) return control(world, call);
    const route = findRoute(call.method, call.path);
    if (route === undefined) throw unknownOperation(call);
    return route.operation(placeOf(world, call.scope), { ...call, params: route.params });
  } catch (error) {
    return errorReply(error instanceof AwsError ? error : internalError(describe(error)));
  }
}

function unknownOperation({ method, path }: Call): AwsError {
  const message = `${method} ${path.slice(0, 200)} is not an operation of AppConfig`;
  return new AwsError('UnknownOperationException', message, { status: 404 });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
