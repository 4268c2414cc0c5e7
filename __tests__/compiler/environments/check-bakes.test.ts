import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

function warningsOf(alarm: string, strategies = ''): string[] {
  const beta = `${SMALL_PROJECT['environments/beta.yaml'] as string}${strategies}alarms:\n  - name: faults\n    metric: { namespace: S, name: N, statistic: Sum, period-seconds: 60 }\n    compare: above\n    threshold: 1\n    ${alarm}\n`;
  const root = writeProject({ ...SMALL_PROJECT, 'environments/beta.yaml': beta });
  return loadProject(root, { today: '2026-11-21' }).diagnostics.map(({ message }) => message);
}

const ONE_MINUTE = 'AppConfig.Linear50PercentEvery30Seconds';

test('checkBakes() lets an alarm fire after its bad datapoints, not after all of its periods', () => {
  expect(warningsOf('periods: 20\n    datapoints: 10')).toEqual([]);
  expect(warningsOf('periods: 20\n    datapoints: 11')).toEqual([
    'faults needs 11 minutes to fire, longer than the bake of beta (10 minutes)',
  ]);
});

test('checkBakes() says whether flags or operations bake too briefly', () => {
  expect(warningsOf('periods: 2', `strategies: { flags: ${ONE_MINUTE} }\n`)).toEqual([
    'faults needs 2 minutes to fire, longer than the bake of beta flags (1 minute)',
  ]);
  expect(warningsOf('periods: 2', `strategy: ${ONE_MINUTE}\n`)).toEqual([
    'faults needs 2 minutes to fire, longer than the bake of beta (1 minute)',
  ]);
});
