/** As windows name them; 0 is Monday. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `mon-fri`, `mon,wed` and `fri-mon`, mixed as one likes; 0 is Monday. */
export function daysOf(text: string): ReadonlySet<number> {
  const days = new Set<number>();
  for (const span of text.split(',')) {
    const [first = '', last = first] = span.trim().split('-');
    const [begin, end] = [DAYS.indexOf(first), DAYS.indexOf(last)];
    for (let step = 0; step <= (end - begin + DAYS.length) % DAYS.length; step += 1)
      days.add((begin + step) % DAYS.length);
  }
  return days;
}

/** Of a day: `09:30` is 570. */
export function minuteOf(time: string): number {
  const [hour, minute] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}
