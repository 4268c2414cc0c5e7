import { Construct } from 'constructs';
import type { ResolvedAlarm } from '../../compiler/alarms';
import { TargetAlarms } from '../../constructs/target-alarms';
import { anAlarm } from '../builders/environment';
import { only, synthScope } from '../builders/synth';

const faults: ResolvedAlarm = {
  ...anAlarm({ severity: 'high' }),
  watched: 'checkout',
  cloudWatchName: 'c-faults',
};
const latency: ResolvedAlarm = {
  ...anAlarm({ name: 'latency' }),
  watched: 'checkout',
  cloudWatchName: 'c-latency',
};

function build(onCall: Record<string, string[]> = {}, children?: string[]) {
  return synthScope((scope) => {
    const alarms = new TargetAlarms(scope, 'Alarms', {
      region: 'eu-west-1',
      alarms: [faults, latency],
      onCall,
    });
    if (children) alarms.addComposite(scope, 'checkout-prod-eu-west-1', children);
  });
}

test('TargetAlarms joins alarms to one composite alarm that goes off with any of them', () => {
  expect(only(build({}, ['c-faults', 'c-latency']), 'aws_cloudwatch_composite_alarm')).toMatchObject({
    alarm_name: 'checkout-prod-eu-west-1',
    alarm_rule: 'ALARM("c-faults") OR ALARM("c-latency")',
    actions_enabled: true,
    depends_on: [
      expect.stringContaining('aws_cloudwatch_metric_alarm.Alarms_checkout_faults'),
      expect.stringContaining('aws_cloudwatch_metric_alarm.Alarms_checkout_latency'),
    ],
  });
});

test('TargetAlarms has one alarm over all monitors', () => {
  const { resource } = synthScope((scope) => {
    const alarms = new TargetAlarms(scope, 'Alarms', { region: 'eu-west-1', alarms: [faults], onCall: {} });
    for (const name of ['checkout', 'search'])
      alarms.addComposite(new Construct(scope, name), `${name}-prod`, ['c-faults']);
    alarms.addHealth('prod-eu-west-1-health');
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

test('TargetAlarms refuses to watch an alarm that is not there', () => {
  expect(() => build({}, ['nobody'])).toThrow('has no alarm nobody');
});
