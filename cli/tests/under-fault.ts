import type { BuiltInFault } from './built-in-fault';
import type { Io } from '../command';
import { CommandError } from '../exit-codes';
import type { OutsideFault } from './outside-fault';

/** At most one of them. */
export interface Fault {
  readonly inside?: BuiltInFault;
  readonly outside?: OutsideFault;
}

/** What was found while a fault lasted. */
export interface UnderFault<Found> {
  readonly found: Found;
  /** Why it proves nothing. */
  readonly problems: readonly string[];
  /** Why the fault could not be ended. */
  readonly unended?: string;
}

/** Looks while a fault lasts, and ends it whatever happens; that it could not be ended is told beside everything else. */
export async function underFault<Found>(
  io: Io,
  { inside, outside }: Fault,
  look: () => Promise<Found>,
): Promise<UnderFault<Found>> {
  const attempt = async (): Promise<UnderFault<Found>> => {
    inside?.switch(true);
    await outside?.begin();
    const found = await look();
    return { found, problems: (await outside?.problems()) ?? [] };
  };
  const [seen] = await Promise.allSettled([attempt()]);
  inside?.switch(false);
  const unended = await outside?.end().then(() => undefined, messageOf);
  if (unended === undefined) return resultOf(seen);
  if (seen.status === 'fulfilled' && !io.signal.aborted) return { ...seen.value, unended };
  const why: unknown = seen.status === 'rejected' ? seen.reason : undefined;
  if (why instanceof CommandError) throw new CommandError(why.exitCode, `${why.message}\n${unended}`);
  // Who interrupts gets no verdict, and has to know what stays broken.
  io.err(`${unended}\n`);
  return resultOf(seen);
}

function resultOf<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'fulfilled') return settled.value;
  throw settled.reason;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
