/** What time it is for rollouts, tokens and timestamps. Nothing in this room asks the machine directly. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves time forward, on top of its own pace. */
  advance(seconds: number): void;
}

/** Real pace, or `speed` seconds in each real second. */
export function runningClock(speed = 1): Clock {
  const startedAt = Date.now();
  let advancedMs = 0;
  return {
    now: () => Math.floor(startedAt + (Date.now() - startedAt) * speed + advancedMs),
    advance: (seconds) => {
      advancedMs += seconds * 1000;
    },
  };
}

/** Stands still until it is advanced: every run of a test sees the same times. */
export function manualClock(startAt: number | string | Date = Date.now()): Clock {
  let now = new Date(startAt).getTime();
  return {
    now: () => now,
    advance: (seconds) => {
      now += Math.round(seconds * 1000);
    },
  };
}
