import { workloadsOf } from '../../../compiler/workloads';
import { deliveryTrigger } from '../../../delivery/pipeline/plan-source';
import { PIPELINE_LIMITS } from '../../../delivery/pipeline/pipeline-limits';
import { aComponent, aProject, aTools } from '../../builders/project';

function pathsOf(names: readonly string[], workloads: Record<string, string[]>) {
  const components = names.map((name) => aComponent({ name }));
  const project = aProject({ components, tools: aTools({ workloads }) });
  return workloadsOf(project).map((workload) => deliveryTrigger(project, workload));
}

function includes(trigger: ReturnType<typeof deliveryTrigger> | undefined): string[] {
  return (trigger?.pushFilters ?? []).flatMap((filter) => filter.includes);
}

test('deliveryTrigger() starts at the trunk only, for any definition and for the code', () => {
  const [all] = pathsOf(['checkout'], {});
  expect(all?.branch).toBe('main');
  expect(includes(all)).toEqual(expect.arrayContaining(['flags/**', 'opconfig/**', 'environments/*']));
});

test('deliveryTrigger() starts a workload for its own components, and for what all of them share', () => {
  const [buying, finding] = pathsOf(['checkout', 'inventory', 'search'], {
    buying: ['checkout', 'inventory'],
    finding: ['search'],
  });
  expect(includes(buying).slice(0, 2)).toEqual([
    'flags/{checkout,inventory}/**',
    'opconfig/{checkout,inventory}.yaml',
  ]);
  expect(includes(finding).slice(0, 2)).toEqual(['flags/search/**', 'opconfig/search.yaml']);
  expect(includes(buying).slice(2)).toEqual(includes(finding).slice(2));
});

test('deliveryTrigger() starts the workload that has the shared flags for their files', () => {
  const [buying, finding] = pathsOf(['checkout', 'search', 'shared'], {
    buying: ['checkout', 'shared'],
    finding: ['search'],
  });
  expect(includes(buying)).toContain('flags/*.yaml');
  expect(includes(buying)).toContain('flags/checkout/**');
  expect(includes(finding)).not.toContain('flags/*.yaml');
});

test('deliveryTrigger() keeps patterns and filters as short as CodePipeline takes them', () => {
  const names = Array.from({ length: 40 }, (_, n) => `a-component-with-a-long-name-${n + 10}`);
  const [all] = pathsOf(names, { all: names });
  const { patternCharacters, patternsPerFilter, pushFilters } = PIPELINE_LIMITS;
  expect(all?.pushFilters.length).toBeLessThanOrEqual(pushFilters);
  for (const filter of all?.pushFilters ?? []) {
    expect(filter.includes.length).toBeLessThanOrEqual(patternsPerFilter);
    for (const pattern of filter.includes) expect(pattern.length).toBeLessThanOrEqual(patternCharacters);
  }
  for (const name of names) expect(includes(all).join(' ')).toContain(name);
});
