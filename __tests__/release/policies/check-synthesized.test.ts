import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Backend, JsonObject, Project } from '../../../compiler/project';
import { checkSynthesized, isAtLeast, NOT_A_STACK } from '../../../release/policies/check-synthesized';
import { POLICIES } from '../../../release/policies/policies';
import { aFolder, ARTIFACT } from '../../builders/artifact';
import { anEnvironment } from '../../builders/environment';
import { NAME, FILE, CLEAN, PLANTED, resource } from '../../builders/planted-stacks';
import { PLANTED_VALUES } from '../../builders/planted-values';
import { aProject } from '../../builders/project';
import { withSynthesized } from '../../builders/synth';
import { loadedProject, WHOLE_SHOP_WITH_WORKLOADS } from '../../builders/whole-shop';

const PROJECT = resolve(__dirname, '..', '..', '..');

/** The rules that a stack breaks which is clean but for this. */
function rulesOf(changes: JsonObject, files: Readonly<Record<string, string>> = {}): string[] {
  return findingsOf({ [FILE]: JSON.stringify({ ...CLEAN, ...changes }, undefined, 2), ...files }).map(
    ({ rule }) => rule,
  );
}

function findingsOf(files: Readonly<Record<string, string>>, project?: Project) {
  const folder = aFolder({ ...ARTIFACT, ...files });
  return checkSynthesized({ ...folder, project }).findings;
}

const inS3: Backend = { type: 's3', bucket: 'states', region: 'us-east-1' };

describe('checkSynthesized() finds nothing to say about a shop with every kind of stack', () => {
  const everywhere = (backend: Backend): Project => {
    const project = loadedProject(WHOLE_SHOP_WITH_WORKLOADS);
    return {
      ...project,
      environments: project.environments.map((environment) => ({ ...environment, backend })),
      ...(project.tools && { tools: { ...project.tools, backend } }),
    };
  };
  test.each([
    ['with local states', { type: 'local' }],
    ['with states in S3', inS3],
    ['with states in Terraform Cloud', { type: 'cloud', organization: 'shop' }],
  ] satisfies [string, Backend][])('%s', (_, backend) => {
    const definitions = everywhere(backend);
    withSynthesized(definitions, ({ outdir }) => {
      const { stacks, findings } = checkSynthesized({
        cdktfOut: outdir,
        root: PROJECT,
        project: definitions,
      });
      expect(stacks.length).toBeGreaterThan(30);
      expect(findings.filter((finding) => isAtLeast(finding, 'warning'))).toEqual([]);
    });
  });
});

test('checkSynthesized() finds every stack whose state is not where the definitions say', () => {
  const backend: Backend = { ...inS3, bucket: 'others' };
  const environments = [
    anEnvironment({ name: 'beta' }),
    anEnvironment({ name: 'beta-two', account: '222222222222' }),
  ];
  withSynthesized(aProject({ environments }), ({ outdir }) => {
    const wanted = aProject({
      environments: environments.map((environment) => ({ ...environment, backend })),
    });
    const { stacks, findings } = checkSynthesized({ cdktfOut: outdir, root: PROJECT, project: wanted });
    const found = findings.filter(({ rule }) => rule === 'BACKEND_NOT_DEFINED').map(({ stack }) => stack);
    expect([...new Set(found)]).toEqual(stacks);
    expect(stacks.length).toBeGreaterThan(3);
  });
});

test.each([...PLANTED, ...PLANTED_VALUES])('checkSynthesized() judges %s: %j', (_, rules, changes) => {
  expect(rulesOf(changes).sort()).toEqual([...rules].sort());
});

test('checkSynthesized() has no rule that nothing planted here breaks', () => {
  const elsewhere = [
    'OTHER_TERRAFORM_FILE',
    'NOT_AS_SYNTHESIZED',
    'LOCK_FILE_DIFFERS',
    'OTHER_PROVIDER_LOCKED',
    'BACKEND_NOT_DEFINED',
    'TRUSTS_STRANGER',
  ];
  const broken = new Set([...[...PLANTED, ...PLANTED_VALUES].flatMap(([, rules]) => rules), ...elsewhere]);
  expect([...broken].sort()).toEqual(POLICIES.map(({ rule }) => rule).sort());
});

test.each([
  'evil.tf',
  'evil.tf.json',
  'EVIL.TF',
  'override.tofu',
  'evil.auto.tfvars',
  'terraform.tfvars.json',
  'terraform.tfstate',
  'terraform.tfstate.d/x/terraform.tfstate',
  'modules/evil/x',
  '.terraform/modules/modules.json',
  '.terraformrc',
])('checkSynthesized() finds %s beside the stack', (file) => {
  expect(rulesOf({}, { [`cdktf.out/stacks/${NAME}/${file}`]: '' })).toEqual(['OTHER_TERRAFORM_FILE']);
});

test('checkSynthesized() finds a key that is there twice, of which a parser sees one', () => {
  const clean = ARTIFACT[FILE] ?? '';
  const twice = clean.replace(
    '"resource": {',
    '"resource": { "terraform_data": { "a": { "provisioner": {} } } },\n  "resource": {',
  );
  expect(JSON.parse(twice)).toEqual(JSON.parse(clean));
  expect(findingsOf({ [FILE]: twice }).map(({ rule }) => rule)).toEqual(['NOT_AS_SYNTHESIZED']);
  const escaped = clean.replace('"resource"', '"resour\\u0063e"');
  expect(findingsOf({ [FILE]: escaped }).map(({ rule }) => rule)).toEqual(['NOT_AS_SYNTHESIZED']);
});

test('checkSynthesized() compares the lock file of the stack with the project’s', () => {
  const file = `cdktf.out/stacks/${NAME}/.terraform.lock.hcl`;
  expect(rulesOf({}, { [file]: 'provider "registry.terraform.io/evil/aws" {}\n' })).toEqual([
    'LOCK_FILE_DIFFERS',
  ]);
});

test('checkSynthesized() lets nobody lock a provider of his own, whichever stacks have the same', () => {
  const own = ARTIFACT['.terraform.lock.hcl'] ?? '';
  const found = (lock: string, source = 'aws', version = '5.100.0'): readonly string[] => {
    const terraform = {
      ...(CLEAN['terraform'] as JsonObject),
      required_providers: { aws: { source, version } },
    };
    const files = { '.terraform.lock.hcl': lock, [`cdktf.out/stacks/${NAME}/.terraform.lock.hcl`]: lock };
    return rulesOf({ terraform }, files);
  };
  const evil = own.replace('hashicorp', 'evil').replaceAll('5.100.0', '6.6.6');
  expect(found(own)).toEqual([]);
  expect(found(own.replaceAll('5.100.0', '6.1.0'), 'hashicorp/aws', '6.1.0')).toEqual([]);
  expect(found(evil, 'evil/aws', '6.6.6')).toEqual(['OTHER_PROVIDER_LOCKED', 'PROVIDER_NOT_LOCKED']);
  expect(found(own + evil)).toEqual(['OTHER_PROVIDER_LOCKED']);
  expect(found(own + evil.replace(' "', '  "'))).toEqual(['OTHER_PROVIDER_LOCKED']);
  expect(found(own.replace('registry.terraform.io', 'example.com'))).toEqual([
    'OTHER_PROVIDER_LOCKED',
    'PROVIDER_NOT_LOCKED',
  ]);
});

test('checkSynthesized() knows which backend the definitions want for a stack', () => {
  const project = (backend: Backend) =>
    aProject({ environments: [anEnvironment({ name: 'beta', backend })] });
  const rules = (backend: Backend) =>
    findingsOf({}, project(backend)).map(({ rule, path }) => `${rule} ${path}`);
  expect(rules({ type: 'local' })).toEqual([]);
  expect(rules(inS3)).toEqual(['BACKEND_NOT_DEFINED terraform.backend.local']);
  expect(findingsOf({ [FILE]: JSON.stringify({ ...CLEAN, terraform: {} }) }, project(inS3))).toMatchObject([
    { rule: 'BACKEND_NOT_DEFINED', message: 'the stack has 0 backends' },
  ]);
});

test('checkSynthesized() says where it is: file, line and path', () => {
  const [found] = findingsOf({
    [FILE]: JSON.stringify(
      { ...CLEAN, ...resource('aws_sqs_queue', { provisioner: [{ 'local-exec': {} }] }) },
      undefined,
      2,
    ),
  });
  expect(found).toMatchObject({
    rule: 'PROVISIONER',
    severity: 'error',
    stack: NAME,
    file: FILE,
    path: 'resource.aws_sqs_queue.evil.provisioner',
  });
  const text = JSON.stringify(
    { ...CLEAN, ...resource('aws_sqs_queue', { provisioner: [{ 'local-exec': {} }] }) },
    undefined,
    2,
  );
  expect(text.split('\n')[(found?.line ?? 0) - 1]).toContain('"provisioner"');
});

test('checkSynthesized() does not follow a stack into its depths', () => {
  const deep = `{"output":{"a":{"value":${'['.repeat(100_000)}${']'.repeat(100_000)}}}}`;
  expect(findingsOf({ [FILE]: deep })).toMatchObject([
    { rule: NOT_A_STACK.rule, message: expect.stringContaining('levels deep') as string },
  ]);
});

test('checkSynthesized() takes a folder without a stack for what it is', () => {
  const folder = aFolder();
  mkdirSync(join(folder.cdktfOut, 'stacks', 'evil'));
  writeFileSync(
    join(folder.cdktfOut, 'stacks', NAME, 'cdk.tf.json'),
    readFileSync(folder.path(FILE), 'utf8').slice(1),
  );
  expect(checkSynthesized(folder).findings.map(({ rule, message }) => [rule, message])).toEqual([
    [NOT_A_STACK.rule, 'it is not JSON'],
    [NOT_A_STACK.rule, 'there is no such file'],
  ]);
  expect(() => checkSynthesized(aFolder({}))).toThrow('`npx cdktf synth` first');
});
