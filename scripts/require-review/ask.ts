import { setTimeout as pause } from 'node:timers/promises';

export interface Question {
  /** Who is asked, as people read it. */
  readonly name: string;
  readonly url: string;
  /** As people read it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What is sent with it; nothing: it is only read. */
  readonly body?: string;
}

const AT_A_TIME = 8;
const PER_PAGE = 100;
const MOST_TRIES = 5;
/** CodeBuild ends the project after ten minutes. */
const LONGEST_WAIT_SECONDS = 120;
/** Where a host only says that it is too much (GitHub REST API, "Best practices": at least one minute). */
const USUAL_WAIT_SECONDS = 60;
const BROKEN_WAIT_SECONDS = 2;

/** What a host answers; asked again where it is asked too much, or out of order for a moment. */
export async function askJson<T>({ name, url, path, headers, body }: Question): Promise<T> {
  const json = { ...headers, 'content-type': 'application/json' };
  const how = body === undefined ? { headers } : { headers: json, method: 'POST', body };
  for (let tries = 1; ; tries += 1) {
    const reply = await fetch(url, how);
    if (reply.ok) return (await reply.json()) as T;
    await reply.body?.cancel();
    const seconds = secondsToWait(reply);
    const problem = `${name} answers ${reply.status} to ${path.split(/[?&]per_page/)[0]}`;
    if (seconds === undefined || tries === MOST_TRIES) throw new Error(problem);
    if (seconds > LONGEST_WAIT_SECONDS) throw new Error(`${problem}: try again in ${inMinutes(seconds)}`);
    await pause(seconds * 1000);
  }
}

/** GitHub says 403, too, when it is asked too much. */
function secondsToWait({ status, headers }: Response): number | undefined {
  if (status >= 500) return BROKEN_WAIT_SECONDS;
  const after = headers.get('retry-after');
  const spent = headers.get('x-ratelimit-remaining') === '0' ? headers.get('x-ratelimit-reset') : null;
  if (status !== 429 && (status !== 403 || (after ?? spent) === null)) return undefined;
  const seconds = after ?? (spent === null ? null : Number(spent) - Date.now() / 1000);
  const isNumber = seconds !== null && Number.isFinite(Number(seconds));
  return isNumber ? Math.max(0, Number(seconds)) : USUAL_WAIT_SECONDS;
}

function inMinutes(seconds: number): string {
  return `${Math.ceil(seconds / 60)} minutes`;
}

/** A page of a list, from 1 on, and how many a full one has. */
export function pageOf(path: string, page: number): string {
  return `${path}${path.includes('?') ? '&' : '?'}per_page=${PER_PAGE}&page=${page}`;
}

/** Everything of a list, or a little more than is wanted of it: a page that is not full is the last one. */
export async function allPages<T>(
  ask: (page: number) => Promise<readonly T[]>,
  most = Infinity,
): Promise<T[]> {
  const items: T[] = [];
  for (let page = 1; ; page += 1) {
    const some = await ask(page);
    items.push(...some);
    if (some.length < PER_PAGE || items.length > most) return items;
  }
}

/** A few at a time: a host takes hundreds of questions at once for an attack. */
export async function askEach<T, Answer>(
  items: readonly T[],
  ask: (item: T) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += AT_A_TIME)
    answers.push(...(await Promise.all(items.slice(start, start + AT_A_TIME).map(ask))));
  return answers;
}
