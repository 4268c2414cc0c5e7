import { Construct } from 'constructs';
import type { ResolvedAlarm } from '../../compiler/alarms';
import { type CompositeAlarm, compositeAlarms, whenAlarm } from '../../delivery/targets/composite-alarms';
import { TargetAlarms } from '../../constructs/target-alarms';
import { anAlarm } from '../builders/environment';
import { only, synthScope } from '../builders/synth';

const faults: ResolvedAlarm = {
  ...anAlarm({ severity: 'high' }),
  missingData: 'notBreaching',
  watched: 'checkout',
  cloudWatchName: 'c-faults',
};
const latency: ResolvedAlarm = {
  ...anAlarm({ name: 'latency' }),
  missingData: 'notBreaching',
  watched: 'checkout',
  cloudWatchName: 'c-latency',
};

const NAME = 'checkout-prod-eu-west-1';

/** The monitor over alarms with these names. */
function monitorOver(...alarms: string[]): CompositeAlarm[] {
  return compositeAlarms(
    NAME,
    alarms.map((alarm) => whenAlarm(alarm)),
  );
}

function build(onCall: Record<string, string[]> = {}, monitor?: CompositeAlarm[]) {
  return synthScope((scope) => {
    const alarms = new TargetAlarms(scope, 'Alarms', {
      region: 'eu-west-1',
      alarms: [faults, latency],
      onCall,
    });
    if (monitor) alarms.addMonitor(scope, monitor);
  });
}

test('TargetAlarms joins alarms to one composite alarm that goes off with any of them', () => {
  expect(
    only(build({}, monitorOver('c-faults', 'c-latency')), 'aws_cloudwatch_composite_alarm'),
  ).toMatchObject({
    alarm_name: 'checkout-prod-eu-west-1',
    alarm_rule: 'ALARM("c-faults") OR ALARM("c-latency")',
    actions_enabled: true,
    depends_on: [
      expect.stringContaining('aws_cloudwatch_metric_alarm.Alarms_checkout_faults'),
      expect.stringContaining('aws_cloudwatch_metric_alarm.Alarms_checkout_latency'),
    ],
  });
});

test('TargetAlarms makes what a monitor is made of before it, and returns the monitor', () => {
  const parts: CompositeAlarm[] = [
    { name: `${NAME}-dynconf-group-1-1`, rule: 'ALARM("c-faults")', children: ['c-faults'] },
    {
      name: NAME,
      rule: `ALARM("${NAME}-dynconf-group-1-1")`,
      children: [`${NAME}-dynconf-group-1-1`],
    },
  ];
  const { resource } = build({}, parts);
  const composites = Object.values(resource['aws_cloudwatch_composite_alarm'] ?? {});
  expect(composites.find((alarm) => alarm['alarm_name'] === NAME)).toMatchObject({
    depends_on: [expect.stringContaining('aws_cloudwatch_composite_alarm.Monitor-1')],
  });
});

test('TargetAlarms has one alarm over all monitors', () => {
  const { resource } = synthScope((scope) => {
    const alarms = new TargetAlarms(scope, 'Alarms', { region: 'eu-west-1', alarms: [faults], onCall: {} });
    for (const name of ['checkout', 'search'])
      alarms.addMonitor(new Construct(scope, name), compositeAlarms(`${name}-prod`, [whenAlarm('c-faults')]));
    const monitors = ['checkout-prod', 'search-prod'].map((name) => whenAlarm(name));
    alarms.addHealth(compositeAlarms('prod-eu-west-1-health', monitors));
  });
  const composites = Object.values(resource['aws_cloudwatch_composite_alarm'] ?? {});
  expect(composites.find((alarm) => alarm['alarm_name'] === 'prod-eu-west-1-health')).toMatchObject({
    alarm_rule: 'ALARM("checkout-prod") OR ALARM("search-prod")',
    actions_enabled: true,
    depends_on: [expect.stringContaining('checkout_Monitor'), expect.stringContaining('search_Monitor')],
  });
});

test('TargetAlarms tells the on-call of high-severity alarms, by topics of the alarm’s own region', () => {
  const here = 'arn:aws:sns:eu-west-1:1:on-call';
  const alarms = build({ checkout: [here, 'arn:aws:sns:us-east-1:1:on-call'] }).resource[
    'aws_cloudwatch_metric_alarm'
  ];
  const actions = Object.values(alarms ?? {}).map((alarm) => alarm['alarm_actions']);
  expect(actions).toEqual([[here], undefined]);
});

test('TargetAlarms tells the on-call of everybody whom an alarm is about, each once', () => {
  const topic = 'arn:aws:sns:eu-west-1:333333333333:payments';
  const stack = synthScope((scope) => {
    new TargetAlarms(scope, 'Alarms', {
      region: 'eu-west-1',
      alarms: [{ ...faults, watched: 'shared', tells: ['shared', 'checkout', 'search'] }],
      onCall: { checkout: [topic], search: [topic, topic.replace('payments', 'search')] },
    });
  });
  expect(only(stack, 'aws_cloudwatch_metric_alarm')['alarm_actions']).toEqual([
    topic,
    topic.replace('payments', 'search'),
  ]);
});

test('TargetAlarms refuses to watch an alarm that is not there', () => {
  expect(() => build({}, monitorOver('nobody'))).toThrow('has no alarm nobody');
});
