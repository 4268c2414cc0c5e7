import { resolve } from 'node:path';
import { loadProject } from '../../compiler/load-project';
import type { Project } from '../../compiler/project';
import { planDeliveries } from '../../delivery/pipeline/plan';
import { planPlatform } from '../../delivery/pipeline/plan-platform';
import { projectFiles } from '../../scripts/build/project-files';
import { isStartedBy } from '../builders/path-glob';
import { aComponent, aProject, aTools } from '../builders/project';

const PROJECT = resolve(__dirname, '..', '..');
/** What no push of its own releases, although builds look at it. */
const STARTS_NOTHING: readonly (readonly [pattern: RegExp, because: string])[] = [
  [/^(docs\/.*|README\.md)$/, 'what people read is no reason to release'],
  [/^environments\/temporary\//, 'temporary environments are made by whoever needs them'],
];

function startedBy(project: Project, file: string): string[] {
  const plans = [
    ...planDeliveries(project),
    ...(project.tools ? [planPlatform(project, project.tools)] : []),
  ];
  return plans.filter(({ trigger }) => isStartedBy(trigger, file)).map(({ name }) => name);
}

test('each file of the project starts every pipeline whose build reads it: flags and documents those that release them', async () => {
  const { project } = loadProject(PROJECT);
  if (!project) throw new Error('the example is not in order');
  const expected = (file: string): string[] => {
    if (STARTS_NOTHING.some(([pattern]) => pattern.test(file))) return [];
    return /^(flags|opconfig)\//.test(file) ? ['dynconf-delivery'] : ['dynconf-delivery', 'dynconf-platform'];
  };
  const files = await projectFiles(PROJECT);
  expect(files.length).toBeGreaterThan(500);
  const wrong = files
    .map((file) => [file, startedBy(project, file)] as const)
    .filter(([file, started]) => started.join() !== expected(file).join());
  expect(wrong).toEqual([]);
});

const EVERY = ['dynconf-delivery-buying', 'dynconf-delivery-finding', 'dynconf-platform'];
const [BUYING, FINDING] = EVERY;
const split = aProject({
  components: ['checkout', 'search', 'shared'].map((name) => aComponent({ name })),
  tools: aTools({ workloads: { buying: ['checkout', 'shared'], finding: ['search'] } }),
});

test.each([
  ['flags/checkout/one-click-pay.yaml', [BUYING]],
  ['opconfig/checkout.yaml', [BUYING]],
  ['flags/sale.yaml', [BUYING]],
  ['flags/search/ranking.yaml', [FINDING]],
  ['opconfig/search.yaml', [FINDING]],
  // Any document may use these.
  ['flags/_segments/staff.yaml', [BUYING, FINDING]],
  ['opconfig/schemas/search.json', [BUYING, FINDING]],
  ['opconfig/schemas/deep/search.yaml', [BUYING, FINDING]],
  ['opconfig/search.schema.json', [BUYING, FINDING]],
  ['opconfig/search.schema.yaml', [BUYING, FINDING]],
  ['opconfig/depot.schema', [BUYING, FINDING]],
  ['opconfig/depot', [BUYING, FINDING]],
  ['opconfig/depot.yml', [BUYING, FINDING]],
  ['opconfig/depot.xml', [BUYING, FINDING]],
  ['environments/prod.yaml', EVERY],
  ['environments/local.yaml', EVERY],
  ['environments/temporary/feat-x.yaml', []],
  ['.github/CODEOWNERS', EVERY],
  ['.npmrc', EVERY],
  ['.prettierrc.json', EVERY],
  ['jest.config.js', EVERY],
  ['release/policies/known-resources.ts', EVERY],
  ['__tests__/example/example.test.ts', EVERY],
  ['docs/flags.md', []],
  ['README.md', []],
] as const)('a push of %s alone starts %j', (file, pipelines) => {
  expect(startedBy(split, file)).toEqual(pipelines);
});
