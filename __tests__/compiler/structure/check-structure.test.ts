import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

/** What is said of a project that is the small one but for this file. */
function saysOf(file: string, text: string): string[] {
  const { diagnostics } = loadProject(writeProject({ ...SMALL_PROJECT, [file]: text }));
  return diagnostics.map(({ code, message, fix }) => `${code}: ${message}; ${fix}`);
}

const LOCAL = 'environments/local.yaml';
const PAY = 'flags/checkout/pay.yaml';
const flag = (rest: string) => `description: Pay\nowner: team-a\nlifecycle: permanent\n${rest}\n`;
const strategy = (rest: string) =>
  `regions: [us-east-1]\nstrategy: { growth: linear, factor-percent: 10, duration-minutes: 1, bake-minutes: 1${rest} }\n`;

// The compiled validators name a broken rule by its path only: what is allowed is looked up in the schema.
test.each([
  [LOCAL, strategy('').replace('linear', 'cubic'), 'allowed: linear, exponential'],
  [LOCAL, strategy(', foo: 1'), 'known here: growth, factor-percent, duration-minutes, bake-minutes'],
  [PAY, flag('default: { enabled: "yes" }'), 'it must be true or false'],
  [PAY, flag('default: { enabled: !!str true }'), 'enabled is the text true, it must be true or false'],
  [
    PAY,
    flag('default: { variants: [{ name: "", rule: "(exists key::\\"a\\")" }] }'),
    '1 to 64 characters on one line',
  ],
  [
    PAY,
    flag('default: { variants: [{ name: A, rule: "(exists key::\\"a\\")", sett: {} }] }'),
    'did you mean set?',
  ],
])('checkStructure() says what is allowed in %s where the schema shares a piece', (file, text, wanted) => {
  expect(saysOf(file, text).join('\n')).toContain(wanted);
});

test('checkStructure() has words of its own for everything a shared piece refuses', () => {
  const says = [
    ...saysOf(LOCAL, strategy('').replace('linear', '7').replace('10', '0')),
    ...saysOf(PAY, flag('default: { enabled: 3, variants: 4 }')),
  ];
  expect(says).toHaveLength(4);
  expect(says.join('\n')).not.toMatch(/undefined|another value|must match/);
});
