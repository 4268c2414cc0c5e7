import { timeZoneNamed } from '../../../compiler/environments/time-zones';
import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';
import { BETA, beta } from '../corpus/broken-case';

test.each([
  ['Europe/Dublin', 'Europe/Dublin'],
  ['europe/dublin', 'Europe/Dublin'],
  ['AUSTRALIA/LORD_HOWE', 'Australia/Lord_Howe'],
  ['america/port-au-prince', 'America/Port-au-Prince'],
  ['utc', 'UTC'],
  ['UTC', 'UTC'],
  ['Zulu', 'UTC'],
  ['GB', 'Europe/London'],
  ['us/eastern', 'America/New_York'],
  ['US/Eastern', 'US/Eastern'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
])('timeZoneNamed() writes %s as %s', (zone, name) => {
  expect(timeZoneNamed(zone)).toBe(name);
});

test.each(['Europe/Dublim', '+01:00', '', 'local'])('timeZoneNamed() knows no zone %j', (zone) => {
  expect(timeZoneNamed(zone)).toBeUndefined();
});

test('timeZoneNamed() names the zones of the project’s windows, which CodePipeline is told', () => {
  const windows = 'windows: [{ days: mon-fri, from: "09:00", to: "16:00", time-zone: europe/dublin }]';
  const { project, diagnostics } = loadProject(writeProject({ ...SMALL_PROJECT, [BETA]: beta(windows) }));
  expect(diagnostics).toEqual([]);
  expect(project?.environments.find(({ name }) => name === 'beta')?.windows).toEqual([
    { days: 'mon-fri', from: '09:00', to: '16:00', timeZone: 'Europe/Dublin' },
  ]);
});
