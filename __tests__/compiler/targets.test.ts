import { findTarget, selectorOf, targetsIn, targetsOf } from '../../compiler/targets';
import { anEnvironment, aWave } from '../builders/environment';
import { aProject } from '../builders/project';

const project = aProject({
  environments: [
    anEnvironment({ name: 'beta', waves: [aWave({ regions: ['us-east-1'] })] }),
    anEnvironment({
      name: 'prod',
      waves: [
        aWave({ name: 'first', regions: ['us-west-2'] }),
        aWave({ name: 'rest', regions: ['us-east-1', 'eu-west-1'] }),
      ],
    }),
  ],
});

describe('targetsOf()', () => {
  it('targetsOf() keeps the rollout order: environments, then waves, then regions', () => {
    expect(targetsOf(project).map(selectorOf)).toEqual([
      'beta/us-east-1',
      'prod/us-west-2',
      'prod/us-east-1',
      'prod/eu-west-1',
    ]);
    expect(targetsOf(project).map(({ wave }) => wave.name)).toEqual(['all', 'first', 'rest', 'rest']);
  });

  it('targetsOf() takes only the environments asked for, and none when none is', () => {
    expect(targetsOf(project, ['prod', 'nowhere']).map(({ environment }) => environment.name)).toEqual(
      Array(3).fill('prod'),
    );
    expect(targetsOf(project, [])).toEqual([]);
  });
});

describe('findTarget()', () => {
  it('findTarget() finds a region of an environment and nothing else', () => {
    expect(findTarget(project, 'prod/eu-west-1')?.wave.name).toBe('rest');
    for (const selector of ['prod', 'prod/', 'prod/us-east-9', 'beta/us-west-2', 'prod/eu-west-1/', '']) {
      expect(findTarget(project, selector)).toBeUndefined();
    }
  });
});

describe('targetsIn()', () => {
  it('targetsIn() takes an environment for all of its regions', () => {
    expect(targetsIn(project, 'prod')).toHaveLength(3);
    expect(targetsIn(project, 'prod/us-west-2').map(selectorOf)).toEqual(['prod/us-west-2']);
    expect(targetsIn(project, 'us-east-1')).toEqual([]);
  });
});
