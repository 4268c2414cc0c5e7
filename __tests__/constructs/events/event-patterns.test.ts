import {
  ANNOUNCED,
  ANNOUNCEMENTS,
  approvalsIn,
  failuresIn,
  PIPELINES,
  rollbacksOf,
  ROLLOUTS,
} from '../../../constructs/events/event-patterns';
import { aCallOfAppConfig, anAnnouncement, aPipelineEvent, aRolloutEvent } from '../../builders/aws-events';
import { type AwsEvent, matchesPattern } from '../../builders/event-pattern';

const ROLLBACKS = ['On Deployment Rolled Back', 'On Deployment Rollback'];
const OTHERS = [
  'On Deployment Start',
  'On Deployment Step',
  'On Deployment Baking',
  'On Deployment Complete',
];

const EVENTS: Readonly<Record<string, AwsEvent>> = {
  ...Object.fromEntries([...OTHERS, ...ROLLBACKS].map((name) => [name, aRolloutEvent({ name })])),
  'a call of AppConfig': aCallOfAppConfig(),
  'a run': aPipelineEvent('Pipeline', { state: 'SUPERSEDED' }),
  'a stage': aPipelineEvent('Stage', { state: 'SUCCEEDED' }),
  'a failed stage': aPipelineEvent('Stage', { state: 'FAILED' }),
  'a failed action': aPipelineEvent('Action', { state: 'FAILED' }),
  'an approval': aPipelineEvent('Action', { category: 'Approval' }),
  'an approval that is given': aPipelineEvent('Action', { category: 'Approval', state: 'SUCCEEDED' }),
  'an approval elsewhere': aPipelineEvent('Action', { category: 'Approval', stage: 'Gamma-Approval' }),
  'an end of life': anAnnouncement(),
  'a notice': anAnnouncement({ eventTypeCategory: 'accountNotification' }),
  'an outage of everybody': anAnnouncement({ eventScopeCode: 'PUBLIC', eventTypeCategory: 'issue' }),
  'a plan for another service': anAnnouncement({ service: 'EC2' }),
};

/** Which of the documented events a rule takes; an empty list is a rule that hears nothing. */
const TAKEN: readonly (readonly [name: string, pattern: object, taken: readonly string[]])[] = [
  ['ROLLOUTS', ROLLOUTS, [...OTHERS, ...ROLLBACKS]],
  ['rollbacksOf()', rollbacksOf('checkout', 'prod'), ROLLBACKS],
  [
    'PIPELINES',
    PIPELINES,
    [
      ...['a run', 'a stage', 'a failed stage', 'a failed action', 'an approval'],
      ...['an approval that is given', 'an approval elsewhere'],
    ],
  ],
  ['approvalsIn()', approvalsIn('dynconf-delivery', ['Prod-Approval']), ['an approval']],
  ['failuresIn()', failuresIn('dynconf-delivery', ['Beta-all', 'Prod-Approval']), ['a failed stage']],
  ['ANNOUNCEMENTS', ANNOUNCEMENTS, ['an end of life', 'a notice']],
];

test.each(TAKEN)(
  '%s takes of the events that AWS documents those that it is for',
  (_name, pattern, taken) => {
    const matching = Object.entries(EVENTS).filter(([, event]) => matchesPattern(pattern, event));
    expect(matching.map(([name]) => name)).toEqual(taken);
  },
);

test('rollbacksOf() tells applications and environments apart', () => {
  for (const name of ROLLBACKS) {
    expect(matchesPattern(rollbacksOf('search', 'prod'), aRolloutEvent({ name }))).toBe(false);
    expect(matchesPattern(rollbacksOf('checkout', 'beta'), aRolloutEvent({ name }))).toBe(false);
  }
});

test('PIPELINES leaves pipelines of others alone', () => {
  expect(matchesPattern(PIPELINES, aPipelineEvent('Pipeline', { pipeline: 'shop' }))).toBe(false);
});

test('ANNOUNCED takes on the bus what ANNOUNCEMENTS sent there', () => {
  const sent = Object.values(EVENTS).filter((event) => matchesPattern(ANNOUNCEMENTS, event));
  expect(sent.every((event) => matchesPattern(ANNOUNCED, event))).toBe(true);
  expect(matchesPattern(ANNOUNCED, aRolloutEvent())).toBe(false);
});
