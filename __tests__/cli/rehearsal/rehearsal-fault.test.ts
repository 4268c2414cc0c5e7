import { parseFault } from '../../../cli/rehearsal/rehearsal-fault';
import type { Project } from '../../../compiler/project';
import { anAlarm, anEnvironment, aWave } from '../../builders/environment';
import { aComponent, aProject } from '../../builders/project';

const WAVES = [
  aWave({ name: 'first', regions: ['eu-west-1', 'eu-west-3'] }),
  aWave({ name: 'second', regions: ['us-east-1'] }),
];

function aLocalProject(alarms = [anAlarm(), anAlarm({ name: 'traffic', components: ['search'] })]): Project {
  return aProject({
    components: [aComponent(), aComponent({ name: 'search' })],
    environments: [anEnvironment({ name: 'local', waves: WAVES, alarms })],
  });
}

test('parseFault() finds the alarm of the first region of the wave', () => {
  const fault = parseFault('checkout/faults@second:3m', aLocalProject());
  expect(fault).toMatchObject({ component: { name: 'checkout' }, wave: { name: 'second' }, atMinute: 3 });
  expect(fault.target.region).toBe('us-east-1');
  expect(fault.monitorArn).toBe(
    'arn:aws:cloudwatch:us-east-1:000000000000:alarm:checkout-local-us-east-1-faults',
  );
});

test('parseFault() takes the monitor that stands for many alarms', () => {
  const many = Array.from({ length: 6 }, (_, index) => anAlarm({ name: `faults-${index}` }));
  const { monitorArn } = parseFault('checkout/faults-4@first:0m', aLocalProject(many));
  expect(monitorArn).toMatch(/:alarm:checkout-local-eu-west-1$/);
});

test.each([
  [
    'nonsense',
    '--fault is nonsense, allowed: <component>/<alarm>@<wave>:<minute>m, e.g. checkout/faults@first:3m',
  ],
  ['chekout/faults@first:3m', '--fault names the component chekout, allowed: checkout, search'],
  ['checkout/faults@third:3m', '--fault names the wave third, allowed: first, second'],
  ['checkout/traffic@first:3m', '--fault names the alarm traffic, allowed: faults'],
  ['checkout/faults@first:6m', '--fault at minute 6, allowed: 0 to less than 6, when the rollout is over'],
])('parseFault() answers %s with what is allowed', (text, message) => {
  expect(() => parseFault(text, aLocalProject())).toThrow(expect.objectContaining({ exitCode: 2, message }));
});

test('parseFault() says when a component has no alarms at all', () => {
  expect(() => parseFault('checkout/faults@first:3m', aLocalProject([]))).toThrow('local has no alarms');
});
