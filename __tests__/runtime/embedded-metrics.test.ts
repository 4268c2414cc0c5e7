import { embeddedMetrics } from '../../runtime/embedded-metrics';
import type { Finding } from '../../runtime/watch-document';

const CONTEXT = { environment: 'prod', nowMillis: 1_790_000_000_000 };
const FINDING: Finding = {
  document: { component: 'checkout', application: 'checkout-x', profile: 'flags' },
  problems: [],
  latencyMillis: 41,
  isReleased: true,
};

interface Line {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

const lineOf = (finding: Finding): Line => JSON.parse(embeddedMetrics(finding, CONTEXT)) as Line;

test('embeddedMetrics() is one line', () => {
  expect(embeddedMetrics({ ...FINDING, problems: ['is\nodd'] }, CONTEXT)).not.toContain('\n');
});

test('embeddedMetrics() has a member for every metric and dimension that it declares', () => {
  const line = lineOf(FINDING);
  const [directive] = line._aws.CloudWatchMetrics;
  for (const { Name } of directive?.Metrics ?? []) expect(typeof line[Name]).toBe('number');
  for (const name of directive?.Dimensions.flat() ?? []) expect(typeof line[name]).toBe('string');
  expect(line).toMatchObject({
    Environment: 'prod',
    Component: 'checkout',
    Failed: 0,
    NotReleased: 0,
    Latency: 41,
  });
  expect(directive?.Namespace).toBe('Dynconf');
});

test('embeddedMetrics() of a document that could not be read has no latency', () => {
  const { document } = FINDING;
  const line = lineOf({ document, isReleased: true, problems: ['cannot be read'] });
  expect(line['Failed']).toBe(1);
  expect(line).not.toHaveProperty('Latency');
  expect(line._aws.CloudWatchMetrics[0]?.Metrics.map(({ Name }) => Name)).toEqual(['Failed', 'NotReleased']);
});

test('embeddedMetrics() counts a profile without a release apart from a fault', () => {
  expect(lineOf({ ...FINDING, isReleased: false })).toMatchObject({ Failed: 0, NotReleased: 1 });
});
