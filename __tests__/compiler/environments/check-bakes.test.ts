import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

function messagesOf(alarm: string, strategies = ''): string[] {
  const beta = `${SMALL_PROJECT['environments/beta.yaml'] as string}${strategies}alarms:\n  - name: faults\n    metric: { namespace: S, name: N, statistic: Sum, period-seconds: 60 }\n    compare: above\n    threshold: 1\n    ${alarm}\n`;
  const root = writeProject({ ...SMALL_PROJECT, 'environments/beta.yaml': beta });
  return loadProject(root, { today: '2026-11-21' }).diagnostics.map(({ message }) => message);
}

function severitiesOf(environments: Record<string, string>): string[] {
  const root = writeProject({ ...SMALL_PROJECT, ...environments });
  return loadProject(root, { today: '2026-11-21' }).diagnostics.map(({ severity }) => severity);
}

const METRIC = 'metric: { namespace: S, name: N, statistic: Sum, period-seconds: 60 }';
const ONE_MINUTE = 'AppConfig.Linear50PercentEvery30Seconds';

test('checkBakes() lets an alarm fire after its bad datapoints, not after all of its periods', () => {
  expect(messagesOf('periods: 20\n    datapoints: 10')).toEqual([]);
  expect(messagesOf('periods: 20\n    datapoints: 11')).toEqual([
    'faults needs 11 minutes to fire, longer than the bake of beta (10 minutes): no rollout is watched that long, growth included',
  ]);
});

test('checkBakes() says whether flags or operations bake too briefly', () => {
  expect(messagesOf('periods: 2', `strategies: { flags: ${ONE_MINUTE} }\n`)).toEqual([
    'faults needs 2 minutes to fire, longer than the bake of beta flags (1 minute)',
  ]);
  expect(messagesOf('periods: 2', `strategy: ${ONE_MINUTE}\n`)).toEqual([
    'faults needs 2 minutes to fire, longer than the bake of beta (1 minute)',
  ]);
});

test('checkBakes() refuses an alarm only where no environment that has it is watched long enough', () => {
  const base = `alarms: [{ name: a, ${METRIC}, compare: above, threshold: 1, periods: 11 }]\n`;
  const beta = `extends: _base\n${SMALL_PROJECT['environments/beta.yaml'] as string}`;
  const dev = `${beta.replace('111111111111', '222222222222')}strategy: { growth: linear, factor-percent: 50, duration-minutes: 8, bake-minutes: 5 }\n`;
  const all = { 'environments/_base.yaml': base, 'environments/beta.yaml': beta };
  expect(severitiesOf(all)).toEqual(['error']);
  expect(severitiesOf({ ...all, 'environments/dev.yaml': dev })).toEqual(['warning']);
});

test('checkBakes() only warns where the rollout is too quick for any alarm', () => {
  const alarms = `alarms: [{ name: a, ${METRIC}, compare: above, threshold: 1, periods: 60 }]\n`;
  const beta = `${SMALL_PROJECT['environments/beta.yaml'] as string}${alarms}`;
  const instant = 'strategy: { growth: linear, factor-percent: 100, duration-minutes: 0, bake-minutes: 0 }\n';
  expect(severitiesOf({ 'environments/beta.yaml': beta })).toEqual(['error']);
  expect(severitiesOf({ 'environments/beta.yaml': beta + instant })).toEqual(['warning']);
  expect(severitiesOf({ 'environments/beta.yaml': `${beta}strategy: ${ONE_MINUTE}\n` })).toEqual(['warning']);
});

test('checkBakes() blames no canary for the quick rollouts of a temporary environment', () => {
  const beta = `${SMALL_PROJECT['environments/beta.yaml'] as string}canary: { every-minutes: 5 }\n`;
  const rest = `strategy: ${ONE_MINUTE}\ntemporary: { owner: team-a, expires: 2026-11-23 }\n`;
  const environments = {
    'environments/beta.yaml': beta,
    'environments/temporary/feat-x.yaml': `extends: beta\n${rest}`,
  };
  expect(severitiesOf(environments)).toEqual([]);
});
