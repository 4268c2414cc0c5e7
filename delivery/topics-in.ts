import type { ResolvedAlarm } from '../compiler/alarms';

/** SNS topics of a region: nothing tells a topic of another one, neither an alarm nor an approval nor a rule. */
export function topicsIn(region: string, topics: readonly string[]): string[] {
  return topics.filter((topic) => topic.split(':')[3] === region);
}

/** Topics of a region that an alarm of high severity tells: those of the on-call of what it watches, each once. */
export function toldBy(
  { severity, watched, tells = [watched] }: ResolvedAlarm,
  onCall: Readonly<Record<string, readonly string[]>>,
  region: string,
): string[] {
  if (severity !== 'high') return [];
  return topicsIn(region, [...new Set(tells.flatMap((component) => onCall[component] ?? []))]);
}
