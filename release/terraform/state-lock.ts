import { ReleaseError } from '../release-error';

/** The type of the message that Terraform writes while it waits for a lock (Terraform, "Machine-Readable UI"). */
export const WAITS_FOR_LOCK = 'state_lock_acquire';

/** For how long a run waits until somebody else has done with a state: DYNCONF_LOCK_MINUTES, at a desk not at all. */
export function lockMinutes(env: Readonly<Record<string, string | undefined>>): number {
  const text = env['DYNCONF_LOCK_MINUTES'] || '0';
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new ReleaseError(
    'usage',
    `DYNCONF_LOCK_MINUTES is ${text}, a whole number of minutes from 0 to 9999 is possible`,
  );
}

/** The argument of plan, apply, destroy, import and state rm. */
export function lockTimeout(minutes: number): string[] {
  return minutes > 0 ? [`-lock-timeout=${minutes}m`] : [];
}
