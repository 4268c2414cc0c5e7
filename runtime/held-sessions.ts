import type { DataPlane, Poll } from './data-plane';

/** A session that lives from one run of the canary to the next, as in a long-running client. */
export interface HeldSession {
  readonly token: string;
  readonly body: string;
  readonly nextPollAtMillis: number;
  /** Since when it has had another document than new sessions get. */
  readonly differsSinceMillis?: number;
}

const DEFAULT_POLL_SECONDS = 60;

/** The session as it goes on after a poll; none when the service gave no token for the next one. */
export function heldAfter(poll: Poll, body: string, nowMillis: number): HeldSession | undefined {
  if (!poll.nextToken) return undefined;
  const waitMillis = (poll.nextPollSeconds ?? DEFAULT_POLL_SECONDS) * 1_000;
  return { token: poll.nextToken, body, nextPollAtMillis: nowMillis + waitMillis };
}

/**
 * Polls a held session and compares what it has with what a new session gets.
 *
 * While a version grows the two differ rightly: the service gives it to a share of the sessions. Once the longest
 * rollout is over, a session that still differs is not told of changes any more.
 *
 * A token is good for 24 hours and one call (AppConfig user guide, "Retrieving configurations"): a session that the
 * service refuses is given up and is no fault. That new sessions work is asserted anyway.
 */
export async function followSession(
  plane: DataPlane,
  held: HeldSession,
  fresh: { readonly body: string; readonly nowMillis: number },
): Promise<HeldSession | undefined> {
  const polled = await pollIfDue(plane, held, fresh.nowMillis);
  if (polled === undefined || polled.body === fresh.body) return polled;
  return { ...polled, differsSinceMillis: held.differsSinceMillis ?? fresh.nowMillis };
}

async function pollIfDue(
  plane: DataPlane,
  held: HeldSession,
  nowMillis: number,
): Promise<HeldSession | undefined> {
  // Too early a poll is refused and its token is spent.
  if (nowMillis < held.nextPollAtMillis) return held;
  try {
    const poll = await plane.poll(held.token);
    return heldAfter(poll, poll.body === '' ? held.body : poll.body, nowMillis);
  } catch {
    return undefined;
  }
}
