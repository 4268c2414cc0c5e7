import type { TestAppConfig } from './a-local-app-config';

/** What a release is told to find a local AppConfig with. */
export function envOf({ url }: Pick<TestAppConfig, 'url'>): Record<string, string> {
  return { DYNCONF_APPCONFIG_ENDPOINT: url };
}

/** Sets an alarm by hand. */
export async function putAlarm(
  { url }: Pick<TestAppConfig, 'url'>,
  nameOrArn: string,
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA',
): Promise<void> {
  const answer = await fetch(`${url}/_local/alarms/${encodeURIComponent(nameOrArn)}`, {
    method: 'PUT',
    headers: { 'x-dynconf-local': '1' },
    body: JSON.stringify({ state }),
  });
  if (!answer.ok) throw new Error(`the alarm ${nameOrArn} is not set: ${answer.status}`);
}
