const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const MINUTES_OF_A_DAY = 24 * 60;
export const MINUTES_OF_A_WEEK = DAYS.length * MINUTES_OF_A_DAY;

/** From and to which minute of an hour, each in steps of five: `[0, 59]`, `[0, 54]` … */
export const SPANS_OF_AN_HOUR: readonly (readonly [number, number])[] = Array.from(
  { length: 12 },
  (_, first) => first * 5,
).flatMap((first) =>
  Array.from({ length: 12 - first / 5 }, (_, index) => [first, first + index * 5 + 4] as const),
);

/** The minutes of a week, from Monday 00:00 on, that a cron expression with seven fields has; read without our own code. */
export function minutesOfCron(cron: string): number[] {
  const [, minutes = '', hours = '', , , days = ''] = cron.split(' ');
  return Array.from({ length: MINUTES_OF_A_WEEK }, (_, minute) => minute).filter(
    (minute) =>
      has(minutes, minute % 60) &&
      has(hours, Math.floor((minute % MINUTES_OF_A_DAY) / 60)) &&
      days.split(',').includes(DAYS[Math.floor(minute / MINUTES_OF_A_DAY)] ?? ''),
  );
}

/** Without the empty one. */
export function subsetsOf<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: 2 ** items.length - 1 }, (_, index) =>
    items.filter((__, bit) => Math.floor((index + 1) / 2 ** bit) % 2 === 1),
  );
}

function has(field: string, value: number): boolean {
  return field.split(',').some((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return part === '*' || (value >= first && value <= last);
  });
}
