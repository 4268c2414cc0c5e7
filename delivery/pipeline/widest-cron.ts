const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const DAYS_OF_A_WEEK = DAYS.length;
export const MINUTES_OF_AN_HOUR = 60;
export const MINUTES_OF_A_DAY = 24 * MINUTES_OF_AN_HOUR;
export const MINUTES_OF_A_WEEK = DAYS_OF_A_WEEK * MINUTES_OF_A_DAY;

/** Of each hour of a day, from midnight on, the minutes that are open, one bit each. */
type Hours = readonly bigint[];

export interface WeeklyCron {
  /** Seconds, minutes, hours, day of month, month, day of week, year. */
  readonly cron: string;
  /** The minutes of a week that it has. */
  readonly minutes: readonly number[];
}

interface Product {
  readonly days: readonly number[];
  readonly hours: readonly number[];
  readonly minutes: bigint;
  readonly size: number;
}

/**
 * The cron expression with the most minutes in a week of which every one is open; absent where not one is.
 *
 * Monday 00:00 is minute 0. An expression is a product: each of its minutes in each of its hours on each of its days.
 */
export function widestCron(isOpen: readonly boolean[]): WeeklyCron | undefined {
  const products = setsOfDays(hoursByDay(isOpen)).flatMap(({ days, hours }) => productsOf(days, hours));
  const widest = products.reduce<Product | undefined>(
    (best, each) => (best && best.size >= each.size ? best : each),
    undefined,
  );
  if (!widest) return undefined;
  const { days, hours, minutes } = widest;
  const isEvery = minutes === maskOf(() => true);
  const spelled = isEvery ? '*' : spans(bitsOf(minutes));
  // A range over the end of a week is read differently by different crons: days are spelled out.
  const named = days.map((day) => DAYS[day]).join(',');
  return { cron: `* ${spelled} ${spans(hours)} ? * ${named} *`, minutes: minutesOf(widest) };
}

function minutesOf({ days, hours, minutes }: Product): number[] {
  return days.flatMap((day) =>
    hours.flatMap((hour) =>
      bitsOf(minutes).map((minute) => day * MINUTES_OF_A_DAY + hour * MINUTES_OF_AN_HOUR + minute),
    ),
  );
}

function hoursByDay(isOpen: readonly boolean[]): Hours[] {
  return DAYS.map((_, day) =>
    Array.from({ length: 24 }, (__, hour) => {
      const first = day * MINUTES_OF_A_DAY + hour * MINUTES_OF_AN_HOUR;
      return maskOf((minute) => isOpen[first + minute] === true);
    }),
  );
}

/** Days that are open alike are taken together or not at all: the more days, the wider. */
function setsOfDays(week: readonly Hours[]): { days: number[]; hours: Hours }[] {
  const alike = new Map<string, { days: number[]; hours: Hours }>();
  week.forEach((hours, day) => {
    const key = hours.join();
    alike.set(key, { days: [...(alike.get(key)?.days ?? []), day], hours });
  });
  let sets: { days: number[]; hours: Hours }[] = [];
  for (const { days, hours } of alike.values()) {
    const joined = sets.map((set) => ({
      days: [...set.days, ...days].sort((left, right) => left - right),
      hours: set.hours.map((minutes, hour) => minutes & (hours[hour] ?? 0n)),
    }));
    sets = [...sets, ...joined, { days, hours }];
  }
  return sets;
}

/** The minutes of a product are those of one of its hours, or what two of them share: open minutes of an hour are a span. */
function productsOf(days: readonly number[], hours: Hours): Product[] {
  const different = [...new Set(hours)];
  const shared = new Set(different.flatMap((one) => different.map((other) => one & other)));
  return [...shared]
    .filter((minutes) => minutes !== 0n)
    .map((minutes) => {
      const within = hours.flatMap((open, hour) => ((open & minutes) === minutes ? [hour] : []));
      return { days, hours: within, minutes, size: days.length * within.length * bitsOf(minutes).length };
    });
}

function maskOf(has: (minute: number) => boolean): bigint {
  // Read from text, for adding bit by bit takes ten times as long.
  let bits = '';
  for (let minute = 0; minute < MINUTES_OF_AN_HOUR; minute += 1) bits = `${has(minute) ? 1 : 0}${bits}`;
  return BigInt(`0b${bits}`);
}

function bitsOf(mask: bigint): number[] {
  const bits = [...mask.toString(2)].reverse();
  return bits.flatMap((bit, minute) => (bit === '1' ? [minute] : []));
}

/** `9-11,14`: numbers that follow each other as one span. */
function spans(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}
