import type { CanarySettings, WatchedDocument } from './canary-settings';
import { NOT_RELEASED } from './data-plane';
import type { DataPlane, Poll } from './data-plane';
import { shapeProblems } from './document-shape';
import { followSession, heldAfter } from './held-sessions';
import type { HeldSession, HeldSessions } from './held-sessions';

/** What one run of the canary found out about one document. */
export interface Finding {
  readonly document: WatchedDocument;
  /** Sentences that go on after the document's name; empty: all is well. */
  readonly problems: readonly string[];
  /** Absent when the document could not be read. */
  readonly latencyMillis?: number;
  readonly isReleased: boolean;
  readonly versionLabel?: string;
}

export interface Watch {
  readonly settings: CanarySettings;
  readonly plane: DataPlane;
  readonly held: HeldSessions;
  readonly nowMillis: () => number;
}

/** The API reference's largest poll interval: a day. */
const MAXIMUM_POLL_SECONDS = 86_400;

/** Reads one document as a client does; what goes wrong is in the finding, never thrown. */
export async function watchDocument(document: WatchedDocument, watch: Watch): Promise<Finding> {
  try {
    return await readDocument(document, watch);
  } catch (error) {
    return { document, isReleased: true, problems: [`cannot be read: ${messageOf(error)}`] };
  }
}

async function readDocument(document: WatchedDocument, watch: Watch): Promise<Finding> {
  const { settings, plane } = watch;
  const { application, profile } = document;
  const startedAtMillis = watch.nowMillis();
  const token = await plane.start({ application, environment: settings.environment, profile });
  if (token === NOT_RELEASED) return { document, isReleased: false, problems: [] };
  const poll = await plane.poll(token);
  const latencyMillis = watch.nowMillis() - startedAtMillis;
  const problems = [
    ...answerProblems(poll),
    ...(poll.body === '' ? ['is empty for a new session'] : shapeProblems(profile, poll.body, document.keys)),
    ...latencyProblems(latencyMillis, settings.maximumLatencyMillis),
    ...(await freshnessProblems(document, poll, watch)),
  ];
  const { versionLabel } = poll;
  return { document, isReleased: true, problems, latencyMillis, ...(versionLabel && { versionLabel }) };
}

function answerProblems({ nextToken, nextPollSeconds }: Poll): string[] {
  const withoutToken = nextToken ? [] : ['came without a token for the next poll'];
  if (nextPollSeconds !== undefined && nextPollSeconds <= MAXIMUM_POLL_SECONDS) return withoutToken;
  return [...withoutToken, `may be polled again after ${nextPollSeconds ?? 'an unknown number of'} seconds`];
}

function latencyProblems(latencyMillis: number, maximumMillis: number): string[] {
  if (latencyMillis <= maximumMillis) return [];
  return [`took ${latencyMillis} ms, at most ${maximumMillis} ms are allowed`];
}

async function freshnessProblems(document: WatchedDocument, poll: Poll, watch: Watch): Promise<string[]> {
  const { held, settings } = watch;
  const nowMillis = watch.nowMillis();
  const key = `${document.application}/${document.profile}`;
  const before = held.get(key);
  const after = before && (await followSession(watch.plane, before, { body: poll.body, nowMillis }));
  const next = after ?? heldAfter(poll, poll.body, nowMillis);
  if (next) held.set(key, next);
  else held.delete(key);
  return next ? staleProblems(next, { nowMillis, limitMinutes: settings.staleAfterMinutes }) : [];
}

function staleProblems(
  { differsSinceMillis }: HeldSession,
  { nowMillis, limitMinutes }: { readonly nowMillis: number; readonly limitMinutes: number },
): string[] {
  if (differsSinceMillis === undefined) return [];
  const minutes = Math.floor((nowMillis - differsSinceMillis) / 60_000);
  if (minutes < limitMinutes) return [];
  return [
    `is stale: for ${minutes} minutes a held session has had another document than new sessions, ` +
      `a rollout takes at most ${limitMinutes}`,
  ];
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message ? `${error.name}: ${error.message}` : error.name;
}
