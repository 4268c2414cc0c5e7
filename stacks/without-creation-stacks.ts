/**
 * Runs what builds and writes stacks without recording, for every reference, where in the code it was made.
 *
 * cdktf 0.21 records that for the sake of its error messages, always and without a limit, and a seventh of the time
 * goes into it. So nothing is recorded; should the work fail, it is done once more as cdktf would have it, and fails
 * with everything there is to say.
 */
export function withoutCreationStacks(work: () => void): void {
  const own = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit') ?? { value: 10, writable: true };
  // V8 records nothing while the limit is not a plain number; cdktf's own setting of it goes nowhere.
  Object.defineProperty(Error, 'stackTraceLimit', { get: () => 0, set: () => undefined, configurable: true });
  try {
    work();
    return;
  } catch {
    // Told below, with the traces.
  } finally {
    Object.defineProperty(Error, 'stackTraceLimit', own);
  }
  work();
}
