import type { Component, Environment, Tools } from '../../../compiler/project';
import { rolloutNotices } from '../../../delivery/targets/rollout-notices';
import { anEnvironment, aWave } from '../../builders/environment';
import { aComponent, aTools } from '../../builders/project';

const topic = (region: string, account = '333333333333', name = 'on-call'): string =>
  `arn:aws:sns:${region}:${account}:${name}`;
const HERE = topic('us-east-1');
const FOREIGN = topic('us-east-1', '777777777777');
const prod = (overrides: Partial<Environment> = {}): Environment =>
  anEnvironment({ name: 'prod', account: '333333333333', onCall: { checkout: [HERE] }, ...overrides });

function noticesOf(environment: Environment, tools?: Tools, component: Component = aComponent()) {
  return rolloutNotices(component, { environment, region: 'us-east-1', wave: aWave() }, tools);
}

test('rolloutNotices() tells on-call of rollbacks with and without tools, by AWS’s extension', () => {
  const told = {
    isExtended: true,
    rollbacks: { ruleName: 'dynconf-prod-rollback-checkout', topics: [HERE] },
  };
  expect(noticesOf(prod())).toEqual(told);
  expect(noticesOf(prod(), aTools())).toEqual(told);
});

test('rolloutNotices() associates nothing where nobody listens, or where AppConfig itself sends', () => {
  expect(noticesOf(prod({ onCall: {} }))).toEqual({ isExtended: false });
  expect(noticesOf(prod({ onCall: {} }), aTools())).toEqual({ isExtended: true });
  expect(noticesOf(prod(), aTools({ rolloutEvents: 'appconfig' }))).toMatchObject({
    isExtended: false,
    rollbacks: { topics: [HERE] },
  });
});

test('rolloutNotices() has nothing for this machine and for temporary environments', () => {
  const temporary = { owner: 'ann', expires: '2099-01-01' };
  for (const environment of [prod({ name: 'local' }), prod({ name: 'feat', temporary })])
    expect(noticesOf(environment, aTools())).toEqual({ isExtended: false });
});

test('rolloutNotices() tells topics of the region, and of another account only as the role that comes with tools', () => {
  const environment = prod({ onCall: { checkout: [topic('eu-west-1'), FOREIGN] } });
  expect(noticesOf(environment)).toEqual({ isExtended: false });
  expect(noticesOf(environment, aTools()).rollbacks?.topics).toEqual([FOREIGN]);
});

test('rolloutNotices() tells of what is shared everybody who reads it, each topic once', () => {
  const search = topic('us-east-1', '333333333333', 'search');
  const environment = prod({ onCall: { checkout: [HERE], search: [search, HERE] } });
  const shared = aComponent({ name: 'shared', watchedComponents: ['checkout', 'search'] });
  expect(noticesOf(environment, undefined, shared).rollbacks?.topics).toEqual([HERE, search]);
});

test('rolloutNotices() calls a rule by a name that EventBridge takes, and that another component does not have', () => {
  const name = 'x'.repeat(32);
  const ruleOf = (component: string) =>
    noticesOf(
      prod({ name, onCall: { [component]: [HERE] } }),
      undefined,
      aComponent({ name: component, watchedComponents: [component] }),
    ).rollbacks?.ruleName ?? '';
  const rules = [`${'y'.repeat(31)}a`, `${'y'.repeat(31)}b`].map(ruleOf);
  expect(new Set(rules).size).toBe(2);
  // With `-2` behind it, as where topics need a second rule.
  for (const rule of rules) expect(`${rule}-2`).toMatch(new RegExp(`^dynconf-${name}-rollback-.{1,14}$`));
});
