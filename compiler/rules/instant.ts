const W3C_TIME =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/**
 * The instant a timestamp means, in milliseconds since 1970 UTC; undefined when it is none.
 *
 * The forms are those of the W3C note on date and time formats: a year, a month, a day, or a time with its zone.
 * What is left out is the earliest: `2024-01` is the first of January, midnight UTC.
 */
export function parseInstant(text: string): number | undefined {
  const parts = W3C_TIME.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => part && Number(part));
  const [y, mo, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  const [h, mi, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  if (y === 0 || h > 23 || mi > 59 || s > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(y, mo - 1, d); // Date.UTC would read the year 24 as 1924
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return undefined;
  date.setUTCHours(h, mi, s, millisecondsOf(parts[7]));
  const offset = offsetMinutes(parts[8] ?? 'Z');
  return offset === undefined ? undefined : date.getTime() - offset * 60_000;
}

/** The full form, with seconds and in UTC, as rules are written: `2024-01-01T00:00:00Z`. */
export function formatInstant(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

/** What is finer than a millisecond is cut off. */
function millisecondsOf(fraction: string | undefined): number {
  return Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
