import { DeploymentState } from '@aws-sdk/client-appconfig';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTakenBack } from '../../delivery/deployment-states';
import { ReleasedDocument } from '../../constructs/released-document';
import { only, synthScope, type TerraformJson } from '../builders/synth';

const folder = mkdtempSync(join(tmpdir(), 'dynconf-document-'));
const file = join(folder, 'document.json');
const fingerprint = `sha256:${'ab'.repeat(32)}`;
let stack: TerraformJson;

beforeAll(() => {
  writeFileSync(file, '{"a":"${b}"}');
  stack = synthScope((scope) => {
    new ReleasedDocument(scope, 'checkout', {
      document: {
        component: 'checkout',
        profile: 'flags',
        environment: 'prod',
        region: 'eu-west-1',
        contentType: 'application/json',
        fingerprint,
      },
      file,
      applicationId: 'app1',
      environmentId: 'env1',
      profileId: 'pro1',
      stack: 'prod-eu-west-1-flags',
      strategyId: 'str1',
      tags: { owner: 'team-payments' },
    });
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('ReleasedDocument says with the version’s description what is in it, and ignores how AppConfig rewrites it', () => {
  expect(only(stack, 'aws_appconfig_hosted_configuration_version')).toMatchObject({
    description: fingerprint,
    content_type: 'application/json',
    lifecycle: { create_before_destroy: true, ignore_changes: ['content'] },
  });
});

test('ReleasedDocument reads its content from a file beside the stack', () => {
  expect(only(stack, 'aws_appconfig_hosted_configuration_version')['content']).toMatch(
    /^\$\{file\("\$\{path\.module\}\/assets\/checkout_Document_[0-9A-F]{8}\/(ab){16}\/document\.json"\)\}$/,
  );
  expect(JSON.stringify(stack)).not.toContain('{b}');
});

test('ReleasedDocument creates a deployment before it forgets the one before', () => {
  expect(only(stack, 'aws_appconfig_deployment')).toMatchObject({
    application_id: 'app1',
    environment_id: 'env1',
    configuration_profile_id: 'pro1',
    deployment_strategy_id: 'str1',
    configuration_version: expect.stringMatching(
      /^\$\{aws_appconfig_hosted_configuration_version\..*version_number\}$/,
    ),
    tags: { owner: 'team-payments' },
    lifecycle: { create_before_destroy: true },
  });
});

test('ReleasedDocument does not deploy anew because the strategy changed', () => {
  expect(only(stack, 'aws_appconfig_deployment')).toMatchObject({
    lifecycle: { ignore_changes: ['deployment_strategy_id'] },
  });
});

test('ReleasedDocument makes a plan fail after a rollback and say what to do', () => {
  const { lifecycle } = only(stack, 'aws_appconfig_deployment') as {
    lifecycle: { postcondition: { condition: string; error_message: string }[] };
  };
  expect(lifecycle.postcondition).toHaveLength(1);
  expect(lifecycle.postcondition[0]?.condition).toBe(
    '${contains(["VALIDATING","DEPLOYING","BAKING","COMPLETE"], self.state)}',
  );
  const allowed = JSON.parse(lifecycle.postcondition[0]?.condition.match(/\[.*\]/)?.[0] ?? '[]') as string[];
  expect(allowed.sort()).toEqual(
    Object.values(DeploymentState)
      .filter((state) => !isTakenBack(state))
      .sort(),
  );
  const message = lifecycle.postcondition[0]?.error_message ?? '';
  expect(message).toContain('checkout flags in prod/eu-west-1');
  for (const attribute of ['deployment_number', 'configuration_version', 'state']) {
    expect(message).toContain(`\${self.${attribute}}`);
  }
  expect(message).toContain('revert or change it');
  expect(message).toContain('npx dynconf redeploy prod-eu-west-1-flags --reason');
});
