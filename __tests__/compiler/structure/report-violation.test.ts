import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject, type ProjectFiles } from '../../builders/write-project';

const PAY = 'flags/checkout/pay.yaml';
const BETA = 'environments/beta.yaml';
const HEAD = 'description: Pay\nowner: team-a\nlifecycle: permanent\n';
const ENVIRONMENT = 'account: "111111111111"\nregions: [us-east-1]\n';

test.each<readonly [what: string, files: ProjectFiles, said: string]>([
  [
    'a list that is one text',
    { 'flags/sale.yaml': `${HEAD}components: checkout\ndefault: {}\n` },
    'components is the text checkout, it must be a list | write a list: [checkout]',
  ],
  [
    'a map that must have keys',
    { [BETA]: `${ENVIRONMENT}approval: true\n` },
    'approval is true, it must be a map | write a map: { required: true }',
  ],
  [
    'a share with its sign',
    { [PAY]: `${HEAD}default: { variants: [{ name: A, when: { percent: 50%, of: id } }] }\n` },
    '"50%" is a text, a number from 0 to 100 is expected | write percent: 50',
  ],
  [
    'a colon without its space among attributes',
    { [PAY]: `${HEAD}default: { enabled:true }\n` },
    'enabled:true is no attribute of this flag: a space is missing after the colon | write enabled: true',
  ],
  [
    'a colon without its space among keys',
    { [BETA]: `${ENVIRONMENT}canary: { every-minutes: 5, every-minutes:5 }\n` },
    'every-minutes:5 is not known in canary: a space is missing after the colon | write every-minutes: 5',
  ],
  [
    'a key behind a space that is none',
    { [BETA]: `${ENVIRONMENT}\u00a0after: local\n` },
    '\u00a0after is not known here: a non-breaking space (U+00A0) stands here | replace it by an ordinary space',
  ],
  [
    'a flag of another component',
    {
      'flags/search/live-rates.yaml': `${HEAD}default: {}\n`,
      [PAY]: `${HEAD}default: {}\nrequires: [live-rates]\n`,
    },
    'there is no flag live-rates, did you mean search/live-rates? | write key for a flag of the same component, component/key for another one',
  ],
  [
    'the tools in a file of another name',
    { 'environments/tool.yaml': `kind: tools\naccount: "222222222222"\nregions: [us-east-1]\n` },
    'kind is not known here: the tools have a file of their own | rename it to tools.yaml',
  ],
  [
    'the account that is missing',
    { [BETA]: 'regions: [us-east-1]\n' },
    'beta has no account | add account: "111122223333"',
  ],
])('reportViolation() and its neighbours have words for %s', (_what, files, said) => {
  const { diagnostics } = loadProject(writeProject({ ...SMALL_PROJECT, ...files }));
  expect(diagnostics.map(({ message, fix }) => `${message} | ${fix}`)).toEqual([said]);
});

test('reportViolation() says to indent what stands below an empty map, and not what stands elsewhere', () => {
  const body = 'default:\nenabled: true\nvariants: []\noverrides: {}\nmore: 1\n';
  const { diagnostics } = loadProject(writeProject({ ...SMALL_PROJECT, [PAY]: `${HEAD}${body}` }));
  expect(diagnostics.map(({ code, fix }) => `${code} ${fix.slice(0, 30)}`)).toEqual([
    'WRONG_TYPE write a map',
    'UNKNOWN_KEY indent enabled below default',
    'UNKNOWN_KEY indent variants below default',
    'UNKNOWN_KEY known here: description, owner',
  ]);
});
