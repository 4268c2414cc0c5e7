import { loadProject } from '../../../compiler/load-project';
import { writeProject } from '../../builders/write-project';

const BASE = 'account: "222222222222"\nwaves: [{ name: a, regions: [us-east-1], bake-minutes: 0 }]\n';

/** The fixes of one code in `beta`, which extends an environment with waves. */
function fixesIn(beta: string, code: string): string[] {
  const files = { 'environments/base.yaml': BASE, 'environments/beta.yaml': beta };
  const { diagnostics } = loadProject(writeProject(files), { today: '2026-11-21' });
  return diagnostics.filter((each) => each.code === code).map(({ fix }) => fix);
}

const OWN = 'extends: base\naccount: "111111111111"\n';

test.each([
  ['regions: [us-west-2]\nwaves: null\n', 'leave waves out: regions replace the waves that are inherited'],
  [
    'regions:\nwaves: [{ name: b, regions: [us-west-2], bake-minutes: 0 }]\n',
    'leave regions out: waves replace the regions that are inherited',
  ],
  ['regions: [us-west-2]\nwaves: [{ name: b, regions: [eu-west-1], bake-minutes: 0 }]\n', 'keep one of them'],
])('checkFields() says which of regions and waves has to go: %j', (both, fix) => {
  expect(fixesIn(`${OWN}${both}`, 'REGIONS_AND_WAVES')).toEqual([fix]);
});

test('checkFields() says what to do about a component that is named where there is none', () => {
  const onCall = 'on-call: { checkout: "arn:aws:sns:us-east-1:111111111111:team-a" }\n';
  expect(fixesIn(`${OWN}${onCall}`, 'COMPONENT_UNKNOWN')).toEqual([
    'add flags/<component>/<flag>.yaml, or leave it out',
  ]);
});
