import { setTimeout } from 'node:timers/promises';
import { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import { compileDocuments } from '../../compiler/compile-documents';
import { clientSettings } from '../../release/appconfig/appconfig-clients';
import { refusalOf } from '../../release/refusal';
import { awsDataPlane, type DataPlane, type Place } from '../../runtime/data-plane';
import type { Poll } from './measure-polls';
import type { TestedTarget } from './target-test';

export interface Load {
  readonly clients: number;
  readonly seconds: number;
  /** Between two polls of a client. A poll is a billed call (AppConfig pricing). */
  readonly pauseMilliseconds: number;
}

/** What stands between a client and AppConfig: changes, delays or drops calls. */
export type Between = <Answer>(call: () => Promise<Answer>) => Promise<Answer>;

/** A client as applications have it: what it has got last it keeps, whatever happens to its polls. */
export interface PollingClient {
  readonly document: Place;
  /** What the application reads; absent before the first answer. */
  body?: string;
}

/** No client waits longer for an answer. */
const ANSWER_MILLISECONDS = 5_000;

/** Polls the documents of a target from many clients at once. One failed poll is one error: nothing is tried again. */
export class PollLoad {
  readonly clients: readonly PollingClient[];
  readonly #sdk: AppConfigDataClient;
  readonly #plane: DataPlane;

  constructor(
    private readonly tested: TestedTarget,
    private readonly load: Pick<Load, 'clients' | 'pauseMilliseconds'>,
    private readonly between: Between = (call) => call(),
  ) {
    const documents = compileDocuments(tested.project, tested.target);
    this.clients = Array.from({ length: documents.length === 0 ? 0 : load.clients }, (_, index) => {
      const { application, environment, profile } = documents[index % documents.length] as Place;
      return { document: { application, environment, profile } };
    });
    this.#sdk = new AppConfigDataClient({ ...clientSettings(tested.access), maxAttempts: 1 });
    this.#plane = awsDataPlane(this.#sdk, ANSWER_MILLISECONDS);
  }

  /** Every client polls for so long; clients keep what they have got between two calls of this. */
  async run(seconds: number): Promise<Poll[]> {
    const polls: Poll[] = [];
    const startedAt = performance.now();
    const isOver = (): boolean =>
      performance.now() - startedAt >= seconds * 1000 || this.tested.signal.aborted;
    await Promise.all(this.clients.map((client) => this.#poll(client, { polls, startedAt, isOver })));
    return polls;
  }

  close(): void {
    this.#sdk.destroy();
  }

  async #poll(client: PollingClient, { polls, startedAt, isOver }: Running): Promise<void> {
    let token: string | undefined;
    while (!isOver()) {
      const begunAt = performance.now();
      let error: string | undefined;
      try {
        token = await this.#once(client, token);
      } catch (problem) {
        // A token is used up by a poll that failed: the next one starts a session, as clients do.
        token = undefined;
        error = refusalOf(problem)?.text ?? String(problem);
      }
      const endedAt = performance.now();
      const took = { atMilliseconds: begunAt - startedAt, milliseconds: endedAt - begunAt };
      polls.push({ ...took, ...(error !== undefined && { error }) });
      const { signal } = this.tested;
      await setTimeout(this.load.pauseMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Starts a session where there is none, and polls it. */
  async #once(client: PollingClient, held: string | undefined): Promise<string | undefined> {
    const session = held ?? (await this.between(() => this.#plane.start(client.document)));
    if (session === undefined) throw new Error('nothing was ever deployed');
    const { body, nextToken } = await this.between(() => this.#plane.poll(session));
    if (body !== '') client.body = body;
    return nextToken;
  }
}

interface Running {
  readonly polls: Poll[];
  readonly startedAt: number;
  readonly isOver: () => boolean;
}
