import { TEST_KINDS } from '../../compiler/names';
import { BUILDSPEC_CHARACTERS } from '../../constructs/pipeline/buildspecs';
import type { Statement } from '../../constructs/policies/policy';
import { checkPlan } from '../../delivery/pipeline/check-plan';
import { anAlarm, anEnvironment, aWave } from '../builders/environment';
import { decide } from '../builders/policy-decision';
import { aComponent, aProject, aTools } from '../builders/project';
import { type TerraformJson, withSynthesized } from '../builders/synth';

const STACKS = ['delivery-pipeline', 'platform-pipeline', 'access-tools'] as const;
const tools = aTools({
  region: 'ap-southeast-1',
  workloads: { ['w'.repeat(32)]: ['checkout'], b: ['search'] },
  notify: ['arn:aws:sns:ap-southeast-1:999999999999:releases'],
  backend: { type: 's3', bucket: 'b'.repeat(63), region: 'ap-southeast-1' },
});
const tests = Object.fromEntries(
  TEST_KINDS.map((kind) => [
    kind,
    { commands: ['npm run x'], reports: [{ files: ['x.xml'], format: 'JUNITXML' }] },
  ]),
);

function topicsOf(index: number): string[] {
  return ['one', 'two'].map(
    (name) => `arn:aws:sns:ap-southeast-1:${100_000_000_000 + index}:${name}-who-are-on-call`,
  );
}

/** As many as have to be: each in an account of its own, but for the first, which shares that of the tools. */
function environmentsOf(count: number, length: number) {
  const nameOf = (index: number): string => `e${index}-`.padEnd(length, 'x');
  return Array.from({ length: count }, (_, index) =>
    anEnvironment({
      name: nameOf(index),
      account: index === 0 ? tools.account : String(100_000_000_000 + index),
      ...(index > 0 && { after: nameOf(index - 1) }),
      alarms: [anAlarm()],
      waves: [aWave({ regions: ['ap-southeast-1'], bakeMinutes: 1 })],
      onCall: { checkout: topicsOf(index), search: topicsOf(index + 1) },
      backend: { type: 's3', bucket: `${Math.floor(index / 10)}`.repeat(63), region: 'ap-southeast-1' },
      tests,
    }),
  );
}

function withEnvironments<T>(count: number, length: number, use: (stacks: readonly TerraformJson[]) => T): T {
  const components = ['checkout', 'search'].map((name) => aComponent({ name }));
  const project = aProject({ components, environments: environmentsOf(count, length), tools });
  return withSynthesized(project, ({ stack }) => use(STACKS.map((name) => stack(name))), {
    environments: ['tools'],
  });
}

function policiesIn(stacks: readonly TerraformJson[], type: string): { role: string; text: string }[] {
  return stacks
    .flatMap(({ resource }) => Object.values(resource[type] ?? {}))
    .map(({ role, policy }) => ({ role: String(role), text: String(policy) }));
}

test.each([
  [2, 8],
  [18, 8],
  [14, 32],
  [30, 32],
])('the roles of %i environments with names of %i letters have policies that IAM takes', (count, length) => {
  withEnvironments(count, length, (stacks) => {
    const inline = policiesIn(stacks, 'aws_iam_role_policy');
    expect(inline.length).toBeGreaterThan(2 * count);
    expect(inline.filter(({ text }) => text.length > 10_240).map(({ role }) => role)).toEqual([]);
    const managed = policiesIn(stacks, 'aws_iam_policy');
    expect(managed.filter(({ text }) => text.length > 6144)).toEqual([]);
  });
});

test('a delivery pipeline starts the projects of releases and tests, and none that changes roles or looks at pull requests', () => {
  withEnvironments(3, 8, (stacks) => {
    const [pipeline] = policiesIn(stacks, 'aws_iam_role_policy').filter(({ role }) =>
      /Delivery-b_/.test(role),
    );
    const may = (project: string) => startsWith(pipeline?.text, project);
    const names = ['build', 'review', 'sign', 'release-e0-xxxxx', 'test-e2-xxxxx-dast'];
    expect(names.filter((name) => !may(`dynconf-${name}`))).toEqual([]);
    const others = [
      'dynconf-platform',
      'dynconf-inspect',
      'dynconf-expire',
      'dynconf-pull-requests',
      'other',
    ];
    expect(others.filter(may)).toEqual([]);
  });
});

test('who changes the roles of the tools does not take on its pipeline’s, even where an environment shares the account', () => {
  withEnvironments(3, 8, (stacks) => {
    const [platform] = policiesIn(stacks, 'aws_iam_role_policy').filter(({ role }) =>
      /Role-dynconf-platform_/.test(role),
    );
    const takes = (account: string, role: string) =>
      decide(statementsIn(platform?.text), {
        action: 'sts:AssumeRole',
        resource: `arn:aws:iam::${account}:role/dynconf-${role}`,
        context: {},
      });
    expect(takes(tools.account, 'platform-e0-xxxxx')).toBe('allowed');
    expect(takes('100000000002', 'platform-e2-xxxxx')).toBe('allowed');
    expect(takes(tools.account, 'platform-pipeline')).toBe('denied');
    expect(takes('100000000002', 'deploy-e2-xxxxx-flags')).toBe('denied');
    expect(takes('123123123123', 'platform-e2-xxxxx')).toBe('not allowed');
  });
});

function startsWith(policy: string | undefined, project: string): boolean {
  const resource = `arn:aws:codebuild:ap-southeast-1:${tools.account}:project/${project}`;
  return (
    decide(statementsIn(policy), { action: 'codebuild:StartBuild', resource, context: {} }) === 'allowed'
  );
}

function statementsIn(policy: string | undefined): Statement[] {
  return (JSON.parse(policy ?? '{}') as { Statement: Statement[] }).Statement;
}

test('the longest dependencies and reports that check lets pass make a buildspec that CodeBuild takes', () => {
  const reports = Array.from({ length: 5 }, (_, n) => ({ files: [`r${n}.xml`], format: 'CUCUMBERJSON' }));
  const name = 'e'.repeat(32);
  const using = (characters: number) =>
    anEnvironment({
      name,
      tests: { integration: { commands: ['npm run x'], reports } },
      dependencies: { ledger: `https://ledger.example.com/${'x'.repeat(characters)}` },
    });
  const isHeld = (characters: number): boolean =>
    checkPlan(aProject({ environments: [using(characters)], tools })).every(
      ({ code }) => code !== 'DEPENDENCIES_TOO_LONG',
    );
  let most = 0;
  for (let step = 8192; step >= 1; step /= 2) if (isHeld(most + step)) most += step;
  expect(most).toBeGreaterThan(7000);
  expect(isHeld(most + 1)).toBe(false);
  const project = aProject({ environments: [using(most)], tools });
  withSynthesized(project, ({ stack }) => {
    const projects = Object.values(stack('delivery-pipeline').resource['aws_codebuild_project'] ?? {});
    const tested = projects.find((each) => each['name'] === `dynconf-test-${name}-integration`);
    const { buildspec } = tested?.['source'] as { buildspec: string };
    expect(buildspec.replaceAll('$${', '${').length).toBeLessThanOrEqual(BUILDSPEC_CHARACTERS);
  });
});
