import { setTimeout } from 'node:timers/promises';

/** Ends early when a person interrupts. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, signal && { signal }).catch(() => undefined);
}
