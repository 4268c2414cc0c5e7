import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProject } from '../../../compiler/load-project';
import { runSpecs } from '../../../compiler/run-specs';
import { TEST_NAMES } from '../../../compiler/rules/condition-tests';
import { writeProject } from '../../builders/write-project';

const PAGE = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'flags.md'), 'utf8');

/** The fenced examples of the page, by the file that their first line names. */
function examples(): Record<string, string> {
  const fenced = [...PAGE.matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```$/gm)];
  return Object.fromEntries(fenced.map(([, file = '', text = '']) => [file, text]));
}

const AROUND = {
  'environments/local.yaml': 'regions: [us-east-1]\n',
  'environments/beta.yaml': 'account: "111111111111"\nregions: [us-east-1]\n',
  'environments/prod.yaml':
    'account: "333333333333"\nstrategy: { growth: linear, factor-percent: 10, duration-minutes: 30, bake-minutes: 5 }\nwaves: [{ name: a, regions: [us-east-1], bake-minutes: 9 }, { name: b, regions: [eu-west-1, us-west-2], bake-minutes: 9 }]\n',
  'flags/inventory/reserve-stock.yaml':
    'description: Reserve\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: true }\n',
};

test('FLAG_SCHEMA: docs/flags.md has examples that compile without a diagnostic, and specs that hold', () => {
  const files = examples();
  expect(Object.keys(files)).toHaveLength(PAGE.split('```yaml').length - 1);
  const { project, diagnostics } = loadProject(writeProject({ ...AROUND, ...files }));
  expect(diagnostics).toEqual([]);
  const results = project ? runSpecs(project) : [];
  expect(results).toHaveLength(2);
  expect(results.flatMap(({ failures }) => failures)).toEqual([]);
});

test('FLAG_SCHEMA: docs/flags.md names every test and every special entry of a condition', () => {
  const rows = PAGE.split('\n').filter((line) => line.startsWith('| `'));
  const named = new Set(rows.flatMap((row) => [...row.matchAll(/`([a-z-]+)/g)].map(([, name]) => name)));
  const wanted = [...TEST_NAMES, 'all', 'any', 'not', 'segment', 'percent', 'seed'];
  expect(wanted.filter((name) => !named.has(name))).toEqual([]);
});
