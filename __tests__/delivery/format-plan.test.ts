import { formatPlan } from '../../delivery/format-plan';
import { planDelivery } from '../../delivery/plan';
import { anEnvironment, aWave } from '../builders/environment';
import { aProject, aTools } from '../builders/project';

const waves = [aWave({ regions: ['us-east-1', 'eu-west-1'] })];
const approval = { required: true, notify: [] };
const plan = planDelivery(aProject({ environments: [anEnvironment({ waves, approval })], tools: aTools() }));

test('formatPlan() says as text who does what, where, in which order, and how long it may take', () => {
  const lines = formatPlan(plan, 'text').split('\n');
  expect(lines).toContain('Beta  us-east-1, eu-west-1  about 12 min');
  expect(lines).toContain(
    '  2  flags-eu-west-1       npx dynconf deploy beta-eu-west-1-flags  (at most 36 min)',
  );
  expect(lines).toContain('  1  approve  approve  (at most 7 days)');
});

test('formatPlan() draws stages as boxes in a row', () => {
  const lines = formatPlan(plan, 'mermaid').split('\n');
  expect(lines[0]).toBe('flowchart LR');
  expect(lines).toContain('  s2["Beta-Gate<br/>approve<br/>gate"]');
  expect(lines).toContain('  s2 --> s3');
});

test('formatPlan() gives the plan itself as JSON', () => {
  expect(JSON.parse(formatPlan(plan, 'json'))).toEqual(plan);
});
