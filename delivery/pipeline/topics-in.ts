import { regionOf } from '../../compiler/arn';

/** SNS topics of a region: nothing tells a topic of another one, neither an alarm nor an approval nor a rule. */
export function topicsIn(region: string, topics: readonly string[]): string[] {
  return topics.filter((topic) => regionOf(topic) === region);
}
