import { formatPlans } from '../../../delivery/pipeline/format-plan';
import { planDeliveries, planDelivery } from '../../../delivery/pipeline/plan';
import { planPlatform } from '../../../delivery/pipeline/plan-platform';
import { anAlarm, anEnvironment, aWave } from '../../builders/environment';
import { aComponent, aProject, aTools } from '../../builders/project';

const waves = [aWave({ regions: ['us-east-1', 'ap-southeast-2'] })];
const approval = { required: true, notify: [] };
const windows = [{ days: 'mon-fri', from: '09:00', to: '16:00', timeZone: 'Europe/Dublin' }];
const beta = anEnvironment({ waves, approval, windows, alarms: [anAlarm()] });
const plan = planDelivery(aProject({ environments: [beta], tools: aTools() }));
const lines = formatPlans([plan], 'text').split('\n');

test('formatPlans() says as text who does what, where, in which order, and how long it may take', () => {
  expect(lines).toContain('Beta  us-east-1, ap-southeast-2  about 12 min');
  expect(lines).toContain('  1  gate  npx dynconf gate beta --before all  (at most 30 min)');
  expect(lines).toContain('  2  approve  (at most 7 days)');
  const flags = lines.indexOf('  3  flags-ap-southeast-2  (at most 36 min)');
  expect(lines[flags + 1]).toBe('       npx dynconf deploy beta-ap-southeast-2-flags');
});

test('formatPlans() says what a pipeline releases, when it starts, and on what conditions it goes on', () => {
  expect(lines.slice(0, 2)).toEqual(['# dynconf-delivery', '# releases checkout']);
  expect(lines).toContain('     enters when it is * * 9-14 ? * MON,TUE,WED,THU,FRI * (cron, Europe/Dublin)');
  expect(lines).toContain('     enters when beta-us-east-1-health is not in ALARM');
  expect(lines).toContain('     is done when beta-us-east-1-health is not in ALARM');
});

test('formatPlans() fits on a screen of 80 columns', () => {
  const regions = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2', 'ap-northeast-1'];
  const wide = anEnvironment({
    name: 'preproduction',
    waves: [aWave({ regions })],
    approval,
  });
  const text = formatPlans([planDelivery(aProject({ environments: [beta, wide] }))], 'text');
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('formatPlans() draws stages as boxes in a row', () => {
  const diagram = formatPlans([plan], 'mermaid').split('\n');
  expect(diagram.slice(0, 3)).toEqual([
    'flowchart LR',
    '  subgraph p0["dynconf-delivery"]',
    '    direction LR',
  ]);
  expect(diagram).toContain('    p0s3["Beta-Approval<br/>page<br/>approve"]');
  expect(diagram).toContain('    p0s2 --> p0s3');
});

/** The few words of Mermaid that a diagram of plans is made of. */
const FRAME = /^ {2}subgraph (?<id>\w+)\["[\w.-]+"\]$/;
const BOX = /^ {4}(?<id>\w+)\["[^"#;]+"\]$/;
const ARROW = /^ {4}(?<from>\w+) (?:-->|-\. as approved \.->) (?<to>\w+)$/;

function drawn(lines: readonly string[], pattern: RegExp, group: string): string[] {
  return lines.flatMap((line) => pattern.exec(line)?.groups?.[group] ?? []);
}

test.each([1, 2, 3])('formatPlans() draws the platform and %i workloads as one diagram', (count) => {
  const names = Array.from({ length: count }, (_, index) => `w${index}`);
  const workloads = count === 1 ? {} : Object.fromEntries(names.map((name) => [name, [name]]));
  const tools = aTools({ workloads });
  const components = names.map((name) => aComponent({ name }));
  const project = aProject({ environments: [beta], components, tools });
  const plans = [...planDeliveries(project), planPlatform(project, tools)];
  const diagram = formatPlans(plans, 'mermaid').trimEnd().split('\n');
  const stages = plans.flatMap((each) => each.stages);

  expect(diagram.filter((line) => line.includes('flowchart'))).toEqual([diagram[0]]);
  const [frames, boxes] = [drawn(diagram, FRAME, 'id'), drawn(diagram, BOX, 'id')];
  expect([frames.length, boxes.length]).toEqual([plans.length, stages.length]);
  expect(new Set([...frames, ...boxes]).size).toBe(plans.length + stages.length);
  const ends = [...drawn(diagram, ARROW, 'from'), ...drawn(diagram, ARROW, 'to')];
  expect(ends.length).toBeGreaterThanOrEqual(2 * (stages.length - plans.length));
  expect(ends.filter((id) => !boxes.includes(id))).toEqual([]);
  const others = diagram
    .slice(1)
    .filter(
      (line) => ![FRAME, BOX, ARROW, /^ {4}direction LR$/, /^ {2}end$/].some((each) => each.test(line)),
    );
  expect(others).toEqual([]);
  expect(diagram.filter((line) => line === '  end')).toHaveLength(plans.length);
});

test('formatPlans() says which variables an action hands on, and draws from what is planned to what is applied', () => {
  const platform = planPlatform(aProject({ environments: [beta], tools: aTools() }), aTools());
  const text = formatPlans([platform], 'text').split('\n');
  const planned = text.indexOf('  1  plan-access-beta  (at most 60 min)');
  expect(text.slice(planned + 1, planned + 3)).toEqual([
    '       node scripts/terraform-as-approved.js plan cdktf.out/stacks/access-beta',
    '       exports #{plan-access-beta.PLAN}',
  ]);
  expect(text).toContain(
    "       node scripts/terraform-as-approved.js apply cdktf.out/stacks/access-beta '#{plan-access-beta.PLAN}'",
  );
  const dotted = (one: typeof platform): string[] =>
    formatPlans([one], 'mermaid')
      .split('\n')
      .filter((line) => line.includes('-.'));
  expect(dotted(platform)).toEqual(['    p0s3 -. as approved .-> p0s5']);
  expect(dotted(plan)).toEqual([]);
});
