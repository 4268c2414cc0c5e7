const HOUR_MILLISECONDS = 3_600_000;
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;
const MINUTE_MILLISECONDS = 60_000;

/** The instant after which an environment may go. A day means the whole of it, in UTC. */
export function expiryInstant(expires: string): Date {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(expires);
  return new Date(Date.parse(expires) + (isDay ? DAY_MILLISECONDS : 0));
}

export function isExpired(expires: string, now: Date): boolean {
  return now >= expiryInstant(expires);
}

/** Negative once it is over. */
export function hoursLeft(expires: string, now: Date): number {
  return (expiryInstant(expires).getTime() - now.getTime()) / HOUR_MILLISECONDS;
}

/** So many hours after an instant, to the minute: `2026-11-24T12:00:00Z`. */
export function expiryAfter(start: Date, hours: number): string {
  const milliseconds = start.getTime() + hours * HOUR_MILLISECONDS;
  const minutes = Math.ceil(milliseconds / MINUTE_MILLISECONDS);
  return new Date(minutes * MINUTE_MILLISECONDS).toISOString().replace('.000Z', 'Z');
}

/** Hours are added to what is left; what is over starts again now. */
export function extendedExpiry(expires: string, { hours, now }: { hours: number; now: Date }): string {
  const end = expiryInstant(expires);
  return expiryAfter(end > now ? end : now, hours);
}

/** True once in the life of an environment, if asked every so many hours: nobody is told the same thing twice. */
export function isNoticeDue(
  expires: string,
  { noticeHours, everyHours, now }: { noticeHours: number; everyHours: number; now: Date },
): boolean {
  const left = hoursLeft(expires, now);
  return left > 0 && left <= noticeHours && left > noticeHours - everyHours;
}
