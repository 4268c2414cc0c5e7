import type { CanarySettings, WatchedDocument } from './canary-settings';
import type { DataPlane, Poll } from './data-plane';
import { shapeProblems } from './document-shape';
import { followSession, heldAfter } from './held-sessions';
import type { HeldSession } from './held-sessions';

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
  readonly memory: CanaryMemory;
  readonly nowMillis: () => number;
}

/** By application and profile. Lives as long as the Lambda sandbox; a cold start knows nothing. */
export type CanaryMemory = Map<string, DocumentMemory>;

export interface DocumentMemory {
  /** Until then a first rollout may be on its way, in which callers outside of its share get nothing. */
  readonly firstRolloutOverAtMillis: number;
  readonly held?: HeldSession;
}

/** The API reference's largest poll interval: a day. */
const MAXIMUM_POLL_SECONDS = 86_400;
/** For a new session and its first poll. */
const MAXIMUM_LATENCY_MILLIS = 3_000;

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
  const session = await plane.start({ application, environment: settings.environment, profile });
  const before = recall(document, { watch, isNotReleased: session === undefined });
  if (session === undefined) return { document, isReleased: false, problems: [] };
  const poll = await plane.poll(session);
  const latencyMillis = watch.nowMillis() - startedAtMillis;
  const problems = [
    ...answerProblems(poll),
    ...(poll.body === '' ? emptyProblems(before, startedAtMillis) : shapeProblems(profile, poll.body)),
    ...latencyProblems(latencyMillis),
    ...(await freshnessProblems(document, poll, watch)),
  ];
  const { versionLabel } = poll;
  const isReleased = poll.body !== '';
  return { document, isReleased, problems, latencyMillis, ...(versionLabel && { versionLabel }) };
}

/** What is known of a document; a profile without a release puts the end of its first rollout off. */
function recall(
  document: WatchedDocument,
  { watch, isNotReleased }: { readonly watch: Watch; readonly isNotReleased: boolean },
): DocumentMemory {
  const key = keyOf(document);
  const known = watch.memory.get(key);
  if (known && !isNotReleased) return known;
  const firstRolloutOverAtMillis = watch.nowMillis() + watch.settings.staleAfterMinutes * 60_000;
  const fresh: DocumentMemory = { firstRolloutOverAtMillis };
  watch.memory.set(key, fresh);
  return fresh;
}

/**
 * An empty document is a fault, except while the first rollout of a profile may be growing.
 *
 * Then there is no previous version for the callers outside of its share. What AWS gives them is not public; a
 * canary that called it a fault would roll back the first release of every component.
 */
function emptyProblems({ firstRolloutOverAtMillis }: DocumentMemory, nowMillis: number): string[] {
  return nowMillis < firstRolloutOverAtMillis ? [] : ['is empty for a new session'];
}

function answerProblems({ nextToken, nextPollSeconds }: Poll): string[] {
  const withoutToken = nextToken ? [] : ['came without a token for the next poll'];
  if (nextPollSeconds !== undefined && nextPollSeconds <= MAXIMUM_POLL_SECONDS) return withoutToken;
  return [...withoutToken, `may be polled again after ${nextPollSeconds ?? 'an unknown number of'} seconds`];
}

function latencyProblems(latencyMillis: number): string[] {
  if (latencyMillis <= MAXIMUM_LATENCY_MILLIS) return [];
  return [`took ${latencyMillis} ms, at most ${MAXIMUM_LATENCY_MILLIS} ms are allowed`];
}

async function freshnessProblems(document: WatchedDocument, poll: Poll, watch: Watch): Promise<string[]> {
  const { memory, plane, settings } = watch;
  const nowMillis = watch.nowMillis();
  const before = recall(document, { watch, isNotReleased: false });
  const followed = before.held && (await followSession(plane, before.held, { body: poll.body, nowMillis }));
  const held = followed ?? heldAfter(poll, poll.body, nowMillis);
  const { firstRolloutOverAtMillis } = before;
  memory.set(keyOf(document), { firstRolloutOverAtMillis, ...(held && { held }) });
  return held ? staleProblems(held, { nowMillis, limitMinutes: settings.staleAfterMinutes }) : [];
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

function keyOf({ application, profile }: WatchedDocument): string {
  return `${application}/${profile}`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message ? `${error.name}: ${error.message}` : error.name;
}
