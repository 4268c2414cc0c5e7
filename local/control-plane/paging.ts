import { badRequest, validationError } from '../http/errors';
import type { Call } from '../http/call';

const LARGEST_PAGE = 50;

/** One page of a list, as `max_results` and `next_token` ask. */
export function page<T>(call: Call, items: readonly T[]): { Items: T[]; NextToken?: string } {
  const size = pageSize(call.query.get('max_results'));
  const from = pageStart(call.query.get('next_token'));
  const Items = items.slice(from, from + size);
  const next = from + size;
  return next < items.length ? { Items, NextToken: tokenOf(next) } : { Items };
}

function pageSize(text: string | null): number {
  if (text === null) return LARGEST_PAGE;
  const size = Number(text);
  if (!Number.isInteger(size)) throw badRequest(`Invalid maxResults parameter ${text}.`);
  const problem = `Value '${text}' at 'maxResults' failed to satisfy constraint: Member must have value`;
  if (size < 1) throw validationError([`${problem} greater than or equal to 1`]);
  if (size > LARGEST_PAGE) throw validationError([`${problem} less than or equal to ${LARGEST_PAGE}`]);
  return size;
}

function pageStart(token: string | null): number {
  // eslint-disable-next-line security/detect-possible-timing-attacks -- whether there is one
  if (token === null) return 0;
  const position = /^from:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('latin1'))?.[1];
  if (position === undefined) throw badRequest(`Invalid nextToken parameter ${token}.`);
  return Number(position);
}

function tokenOf(position: number): string {
  return Buffer.from(`from:${position}`, 'latin1').toString('base64url');
}
