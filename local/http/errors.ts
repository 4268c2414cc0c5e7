import { json, type Reply } from './reply';

/** A refusal as AWS sends it: status, `x-amzn-errortype` and a JSON body. */
export class AwsError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly details: { readonly status: number; readonly members?: Readonly<Record<string, unknown>> },
  ) {
    super(message);
    this.name = 'AwsError';
  }
}

export function badRequest(message: string, members?: Readonly<Record<string, unknown>>): AwsError {
  return new AwsError('BadRequestException', message, { status: 400, ...(members && { members }) });
}

export function notFound(message: string, members?: Readonly<Record<string, unknown>>): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404, ...(members && { members }) });
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, { status: 409 });
}

export function quotaExceeded(message: string): AwsError {
  return new AwsError('ServiceQuotaExceededException', message, { status: 402 });
}

/** Sizes in whole kilobytes, as AWS counts them. */
export function payloadTooLarge(sizeBytes: number, limitBytes: number): AwsError {
  const members = {
    Measure: 'KILOBYTES',
    Limit: limitBytes / 1024,
    Size: Math.ceil(sizeBytes / 1024),
  };
  return new AwsError('PayloadTooLargeException', 'Content size limit exceeded.', { status: 413, members });
}

export function internalError(message: string): AwsError {
  return new AwsError('InternalServerException', message, { status: 500 });
}

/** One or several broken constraints, in the sentence that AWS makes of them. */
export function validationError(problems: readonly string[]): AwsError {
  const counted = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
  return badRequest(`${counted}: ${problems.join('; ')}`);
}

export function errorReply({ type, message, details }: AwsError): Reply {
  const reply = json(details.status, { Message: message, ...details.members });
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': `${type}:` } };
}
