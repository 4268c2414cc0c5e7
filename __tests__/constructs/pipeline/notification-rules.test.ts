import { anEnvironment } from '../../builders/environment';
import { aComponent, aProject, aTools } from '../../builders/project';
import { withSynthesized } from '../../builders/synth';

test('addNotificationRules() tells as many topics as there are, by rules of ten with names of their own', () => {
  const topics = Array.from({ length: 12 }, (_, n) => `arn:aws:sns:us-east-1:999999999999:releases-${n}`);
  const workloads = { a: ['checkout'], 'a-2': ['search'] };
  const components = ['checkout', 'search'].map((name) => aComponent({ name }));
  const tools = aTools({ notify: topics, workloads });
  const stack = withSynthesized(aProject({ components, environments: [anEnvironment()], tools }), (all) =>
    all.stack('delivery-pipeline'),
  );
  const rules = Object.values(stack.resource['aws_codestarnotifications_notification_rule'] ?? {});
  const told = rules.map((rule) => [rule['name'], (rule['target'] as readonly object[]).length]);
  expect(Object.fromEntries(told as [string, number][])).toEqual({
    'dynconf-delivery-a': 10,
    'dynconf-delivery-a_2': 2,
    'dynconf-delivery-a-2': 10,
    'dynconf-delivery-a-2_2': 2,
  });
  const addresses = rules.flatMap((rule) =>
    (rule['target'] as { address: string }[]).map((each) => each.address),
  );
  expect([...new Set(addresses)].sort()).toEqual([...topics].sort());
});
