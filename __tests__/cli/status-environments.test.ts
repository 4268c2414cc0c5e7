import { dynconfWith } from '../builders/command-line';
import { SMALL_PROJECT, writeProject } from '../builders/write-project';

/** Nobody answers there: a row says so at once. */
const NOBODY = 'http://127.0.0.1:9';
/** Both are on this machine, so that nothing asks AWS. */
const FILES = {
  ...Object.fromEntries(Object.entries(SMALL_PROJECT).filter(([file]) => file !== 'environments/beta.yaml')),
  'environments/temporary/mine.yaml': 'extends: local\ntemporary: { owner: team-a, expires: 2099-01-01 }\n',
};

async function targetsShown(environments: string, ...argv: readonly string[]): Promise<string[]> {
  const root = writeProject(FILES);
  const env = { DYNCONF_ENVIRONMENTS: environments, DYNCONF_APPCONFIG_ENDPOINT: NOBODY };
  const { out } = await dynconfWith({ env }, 'status', '--root', root, '--format', 'json', ...argv);
  const { targets } = JSON.parse(out) as { targets: { environment: string; region: string }[] };
  return targets.map(({ environment, region }) => `${environment}/${region}`);
}

test('status looks at the environments of DYNCONF_ENVIRONMENTS, as synth does', async () => {
  expect(await targetsShown('local, tools')).toEqual(['local/us-east-1']);
  expect(await targetsShown('')).toEqual(['local/us-east-1', 'mine/us-east-1']);
});

test('status looks where --in says, whatever DYNCONF_ENVIRONMENTS names', async () => {
  expect(await targetsShown('local', '--in', 'mine')).toEqual(['mine/us-east-1']);
});
