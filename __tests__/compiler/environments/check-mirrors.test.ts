import { loadProject } from '../../../compiler/load-project';
import { type ProjectFiles, writeProject } from '../../builders/write-project';

const environment = (number: number, bakeMinutes: number, more = ''): string =>
  `account: "${String(number).repeat(12)}"\nregions: [us-west-2]\nstrategy: { growth: linear, factor-percent: 10, duration-minutes: 10, bake-minutes: ${bakeMinutes} }\n${more}`;

/** Message and fix of each mistake. */
function mistakesIn(files: ProjectFiles): (readonly [message: string, fix: string])[] {
  const { diagnostics } = loadProject(writeProject(files), { today: '2026-11-21' });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.map(({ message, fix }) => [message, fix]);
}

test('checkMirrors() says to leave `mirrors` out where there is no other environment', () => {
  expect(mistakesIn({ 'environments/gamma.yaml': environment(1, 0, 'mirrors: noo\n') })).toEqual([
    ['there is no other environment noo', 'leave out `mirrors`: there is no other environment'],
  ]);
});

test.each([
  [0, 2, 'write 0'],
  [2, 5, 'write at most 2'],
])('checkMirrors() says how long a bake of %i minutes may be rehearsed', (live, gamma, fix) => {
  expect(
    mistakesIn({
      'environments/live.yaml': environment(1, live),
      'environments/gamma.yaml': environment(2, gamma, 'mirrors: live\n'),
    }),
  ).toEqual([[`bake-minutes is ${gamma}, live has ${live}`, fix]]);
});

test('checkMirrors() says that a duration may be shorter, and not gone', () => {
  const gone = environment(2, 0, 'mirrors: live\n').replace('duration-minutes: 10', 'duration-minutes: 0');
  expect(
    mistakesIn({ 'environments/live.yaml': environment(1, 0), 'environments/gamma.yaml': gone }),
  ).toEqual([['duration-minutes is 0, live has 10', 'durations may be shorter, but not gone']]);
});
