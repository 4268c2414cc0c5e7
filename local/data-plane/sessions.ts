import { randomBytes } from 'node:crypto';

export const TOKEN_LIFE_MS = 24 * 60 * 60 * 1000;
export const DEFAULT_POLL_SECONDS = 60;

/** One client that polls one profile in one environment. */
export interface Session {
  /** Decides on which side of a growing rollout the client is, for as long as the session lives. */
  readonly id: string;
  /** `account/region`. */
  readonly region: string;
  readonly applicationId: string;
  readonly environmentId: string;
  readonly profileId: string;
  readonly minimumPollSeconds?: number;
  /** Version and content that the client was last sent. */
  lastSent?: string;
  lastPolledAt?: number;
}

interface Token {
  readonly session: Session;
  readonly issuedAt: number;
}

/** Who polls. Kept in memory only: after a restart clients start a new session, as they do when a token expires. */
export class Sessions {
  private readonly tokens = new Map<string, Token>();

  /** The first token of a new session. */
  start(session: Omit<Session, 'id'>, now: number): string {
    this.forgetExpired(now);
    return this.issue({ ...session, id: randomBytes(12).toString('hex') }, now);
  }

  find(token: string): Token | undefined {
    return this.tokens.get(token);
  }

  /** A token is good for one successful poll: it is traded for the next. */
  renew(token: string, now: number): string {
    const known = this.tokens.get(token);
    if (known === undefined) throw new Error('only a known token is renewed');
    this.tokens.delete(token);
    return this.issue(known.session, now);
  }

  private issue(session: Session, now: number): string {
    const token = randomBytes(48).toString('base64url');
    this.tokens.set(token, { session, issuedAt: now });
    return token;
  }

  /** Tokens are kept twice their life, so that an expired one is told from an unknown one. Oldest come first. */
  private forgetExpired(now: number): void {
    for (const [token, { issuedAt }] of this.tokens) {
      if (now - issuedAt <= 2 * TOKEN_LIFE_MS) return;
      this.tokens.delete(token);
    }
  }
}
