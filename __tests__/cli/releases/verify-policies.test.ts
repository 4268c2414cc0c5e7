import { aFolder, anArtifact, ARTIFACT } from '../../builders/artifact';
import { dynconf } from '../../builders/command-line';

const FILE = 'cdktf.out/stacks/beta-us-east-1-flags/cdk.tf.json';
const clean = JSON.parse(ARTIFACT[FILE] ?? '') as { resource: object };
const withResource = (resource: object): Record<string, string> => ({
  ...ARTIFACT,
  // Definitions that want a local state for beta.
  'environments/beta.yaml': 'account: "111111111111"\nregions: [us-east-1]\n',
  'flags/checkout/pay.yaml':
    'description: Pay\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: true }\n',
  [FILE]: JSON.stringify({ ...clean, resource: { ...clean.resource, ...resource } }, undefined, 2),
});
const evil = withResource({ aws_sqs_queue: { a: { provisioner: [{ 'local-exec': {} }] } } });
const bucket = withResource({ aws_cloudwatch_log_group: { a: { name: 'x' } } });

const verify = (files: Readonly<Record<string, string>>, ...more: string[]) => {
  const { root, cdktfOut } = aFolder(files);
  return dynconf('verify', 'policies', '--root', root, '--cdktf-out', cdktfOut, ...more);
};

test('verify policies has nothing to say about a stack that is in order', async () => {
  const { exitCode, out, err } = await verify(withResource({}));
  expect({ exitCode, out }).toEqual({ exitCode: 0, out: '' });
  expect(err).toMatch(/^nothing found in 1 stack by \d+ rules\n$/);
});

test('verify policies says where it is, what is wrong and what to do', async () => {
  const { exitCode, out } = await verify(evil);
  expect(exitCode).toBe(1);
  expect(out).toMatch(
    /^cdktf\.out\/stacks\/beta-us-east-1-flags\/cdk\.tf\.json:\d+ {2}error {2}PROVISIONER\n {2}aws_sqs_queue\.a has a provisioner: .*\n {2}at resource\.aws_sqs_queue\.a\.provisioner\n {2}fix: .*\n/,
  );
});

test('verify policies fails from its threshold on, and shows warnings below it', async () => {
  const below = await verify(bucket);
  expect(below.exitCode).toBe(0);
  expect(below.out).toContain('warning  LOG_WITHOUT_END');
  expect((await verify(bucket, '--threshold', 'warning')).exitCode).toBe(1);
  expect((await verify(bucket, '--threshold', 'note')).exitCode).toBe(1);
  expect((await verify(bucket, '--threshold', 'none')).exitCode).toBe(2);
});

test('verify policies writes JSON with counts', async () => {
  const { out } = await verify(evil, '--format', 'json');
  expect(JSON.parse(out)).toMatchObject({
    stacks: 1,
    errors: 1,
    warnings: 0,
    notes: 0,
    findings: [
      { rule: 'PROVISIONER', severity: 'error', file: FILE, path: 'resource.aws_sqs_queue.a.provisioner' },
    ],
  });
});

test('verify policies writes SARIF whose results name their rule', async () => {
  const log = JSON.parse((await verify(evil, '--format', 'sarif')).out) as {
    version: string;
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: { ruleId: string; ruleIndex: number; level: string; locations: unknown[] }[];
    }[];
  };
  expect(log.version).toBe('2.1.0');
  const [run] = log.runs;
  const [result] = run?.results ?? [];
  expect(result).toMatchObject({
    ruleId: 'PROVISIONER',
    level: 'error',
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: FILE, uriBaseId: 'ROOT' } },
        logicalLocations: [{ fullyQualifiedName: 'resource.aws_sqs_queue.a.provisioner' }],
      },
    ],
  });
  expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe('PROVISIONER');
});

test('verify policies writes JUnit with a case for each rule, whether it is broken or not', async () => {
  const { out } = await verify(evil, '--format', 'junit');
  expect(out).toMatch(/<testsuites name="policies" tests="\d+" failures="1"/);
  expect(out).toContain('name="MODULE: ');
  expect(out.match(/<failure/g)).toHaveLength(1);
  // What is below the threshold fails no case.
  expect((await verify(bucket, '--format', 'junit')).out).not.toContain('<failure');
  expect((await verify(bucket, '--format', 'junit', '--threshold', 'warning')).out).toContain('<failure');
});

test('verify policies needs stacks, and says when nobody knows the backends', async () => {
  expect(await verify({})).toMatchObject({ exitCode: 2 });
  expect((await verify(ARTIFACT)).err).toContain('nobody knows which backends they want');
  expect((await verify(ARTIFACT, '--format', 'yaml')).exitCode).toBe(2);
});

test('verify artifact refuses what must never run, although the manifest lists it', async () => {
  const { root, cdktfOut } = anArtifact(evil);
  const { exitCode, err } = await dynconf('verify', 'artifact', '--root', root, '--cdktf-out', cdktfOut);
  expect(exitCode).toBe(1);
  expect(err).toContain('error  PROVISIONER');
});
