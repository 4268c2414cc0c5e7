import type { Backend } from '../compiler/project';
import { anEnvironment } from './builders/environment';
import { aProject, aTools } from './builders/project';
import { type TerraformJson, withSynthesized } from './builders/synth';

const CLOUD: Backend = { type: 'cloud', organization: 'shop', hostname: 'tfe.my-shop.example' };
const S3: Backend = { type: 's3', bucket: 'states', region: 'us-east-1' };
const SECRET = 'dynconf/terraform-token/tfe.my-shop.example';
const ARN = `arn:aws:secretsmanager:us-east-1:999999999999:secret:${SECRET}-??????`;
const STACKS = ['delivery-pipeline', 'platform-pipeline', 'temporary-environments', 'access-tools'] as const;

/** The stacks of the tools, where only prod has its states in the cloud. */
function toolsStacks(backend: Backend): Record<(typeof STACKS)[number], TerraformJson> {
  const environments = [
    anEnvironment({ name: 'beta', account: '111111111111', backend: S3 }),
    anEnvironment({
      name: 'prod',
      account: '333333333333',
      after: 'beta',
      backend,
      tests: { acceptance: { commands: ['npm run it'], reports: [] } },
    }),
  ];
  const project = aProject({ environments, tools: aTools({ backend: S3 }) });
  return withSynthesized(
    project,
    ({ stack }) => Object.fromEntries(STACKS.map((name) => [name, stack(name)])) as never,
    { environments: ['tools'] },
  );
}

/** Projects with the secrets that their builds get, of all stacks. */
function secretsOf(stacks: Readonly<Record<string, TerraformJson>>): Record<string, unknown> {
  const projects = Object.values(stacks).flatMap(({ resource }) =>
    Object.values(resource['aws_codebuild_project'] ?? {}),
  );
  return Object.fromEntries(
    projects.flatMap(({ name, source }) => {
      const spec = JSON.parse((source as { buildspec: string }).buildspec.replaceAll('$${', '${')) as {
        env?: { 'secrets-manager'?: object };
      };
      const secrets = spec.env?.['secrets-manager'];
      return secrets ? [[String(name), secrets]] : [];
    }),
  );
}

/** Roles that may read tokens, with what says so. */
function readersOf(stacks: Readonly<Record<string, TerraformJson>>): Record<string, unknown> {
  const readers = Object.values(stacks).flatMap(({ resource }) => {
    const roles = Object.entries(resource['aws_iam_role'] ?? {});
    return Object.values(resource['aws_iam_role_policy'] ?? {}).flatMap(({ role, policy }) => {
      const { Statement } = JSON.parse(String(policy)) as { Statement: { Sid: string }[] };
      const own = Statement.find(({ Sid }) => Sid === 'TerraformTokens');
      const [, named] = roles.find(([id]) => String(role).includes(`aws_iam_role.${id}.`)) ?? [];
      return own ? [[String(named?.['name']), own] as const] : [];
    });
  });
  return Object.fromEntries(readers);
}

test('Builds whose Terraform has its states in the cloud get the token of its host, and no other build does', () => {
  const stacks = toolsStacks(CLOUD);
  const projects = ['dynconf-expire', 'dynconf-inspect', 'dynconf-platform', 'dynconf-release-prod'];
  const secrets = secretsOf(stacks);
  expect(Object.keys(secrets).sort()).toEqual(projects);
  for (const own of Object.values(secrets)) expect(own).toEqual({ TF_TOKEN_tfe_my__shop_example: SECRET });
  const readers = readersOf(stacks);
  expect(Object.keys(readers).sort()).toEqual(projects);
  for (const own of Object.values(readers)) {
    expect(own).toEqual({
      Sid: 'TerraformTokens',
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: [ARN],
    });
  }
});

test('The boundary of roles in the account of the tools lets builds read the tokens', () => {
  const { resource } = toolsStacks(CLOUD)['access-tools'];
  const texts = Object.values(resource['aws_iam_policy'] ?? {}).map(({ policy }) => String(policy));
  expect(texts.join('\n')).toContain('arn:aws:secretsmanager:us-east-1:999999999999:secret:dynconf/*');
});

test('Where no state is in the cloud, nothing names a token', () => {
  const stacks = toolsStacks(S3);
  expect([secretsOf(stacks), readersOf(stacks)]).toEqual([{}, {}]);
  expect(JSON.stringify(stacks)).not.toMatch(/TF_TOKEN|terraform-token|secrets-manager/);
});
