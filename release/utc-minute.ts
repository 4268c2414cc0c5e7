const MINUTE_DIGITS = 16;

/** `2026-11-21 12:03 UTC`. */
export function utcMinute(instant: Date): string {
  return `${instant.toISOString().slice(0, MINUTE_DIGITS).replace('T', ' ')} UTC`;
}
