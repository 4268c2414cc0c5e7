import { isLocal, LOCAL_ENDPOINT, LOCAL_HEADER } from '../../compiler/names';
import type { Environment } from '../../compiler/project';

const ANSWER_MILLISECONDS = 5_000;

/**
 * What time it is in an environment: a local AppConfig may run fast forward or stand still, and its windows and bake
 * times with it. Everywhere else it is the time of this machine.
 */
export async function timeIn(
  environment: Pick<Environment, 'name' | 'temporary'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Date> {
  if (!isLocal(environment)) return new Date();
  const endpoint = env['DYNCONF_APPCONFIG_ENDPOINT'] || LOCAL_ENDPOINT;
  try {
    const answer = await fetch(`${endpoint}/_local/clock`, {
      headers: { [LOCAL_HEADER]: '1' },
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
    });
    const now = new Date(String(((await answer.json()) as { now?: unknown }).now));
    return Number.isNaN(now.getTime()) ? new Date() : now;
  } catch {
    // Nobody answers, or somebody who is no local AppConfig: whoever asks for alarms there will say so.
    return new Date();
  }
}
