import type { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import type { StackDocument } from '../../../release/terraform/stack-folder';
import { verifyDeployments } from '../../../release/deploy/verify-deployments';
import { aDeployment } from '../../builders/deployment-reference';

const DOCUMENT: StackDocument = {
  component: 'checkout',
  profile: 'operations',
  versionAddress: 'aws_appconfig_hosted_configuration_version.checkout',
  deploymentAddress: 'aws_appconfig_deployment.checkout',
  fingerprint: 'sha256:1',
  read: () => ({ 'log-level': 'info' }),
};
const DEPLOYMENT = aDeployment({ profile: 'operations' });

/** Serves the text to everybody, or refuses to begin. */
function serving(text: string | Error): AppConfigDataClient {
  const send = (command: { constructor: { name: string } }): Promise<object> => {
    if (text instanceof Error) return Promise.reject(text);
    const isStart = command.constructor.name === 'StartConfigurationSessionCommand';
    return Promise.resolve(
      isStart ? { InitialConfigurationToken: 't' } : { Configuration: Buffer.from(text) },
    );
  };
  return { send } as unknown as AppConfigDataClient;
}

function verify(text: string | Error, deployments = [DEPLOYMENT]): Promise<void> {
  return verifyDeployments(serving(text), { documents: [DOCUMENT] }, deployments);
}

test('verifyDeployments() is content when the document is served', async () => {
  await expect(verify('{"log-level":"info"}')).resolves.toBeUndefined();
});

test('verifyDeployments() says what is served instead', async () => {
  await expect(verify('{"log-level":"debug"}')).rejects.toMatchObject({
    kind: 'not-served',
    message: expect.stringContaining('log-level is "debug", should be "info"'),
  });
});

test('verifyDeployments() says that a caller outside of the share of a first rollout gets nothing', async () => {
  await expect(verify('')).rejects.toMatchObject({
    kind: 'not-served',
    message: 'checkout operations is not served as released: AppConfig serves nothing of it',
  });
});

test('verifyDeployments() says that nothing is served after the only deployment was taken back', async () => {
  const gone = Object.assign(new Error('Deployment not found'), { name: 'ResourceNotFoundException' });
  await expect(verify(gone)).rejects.toMatchObject({ kind: 'not-served' });
});

test('verifyDeployments() passes on any other refusal of AWS', async () => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  await expect(verify(denied)).rejects.toBe(denied);
});

test('verifyDeployments() names a document that was never deployed', async () => {
  await expect(verify('{}', [])).rejects.toMatchObject({
    message: 'checkout operations has never been deployed',
  });
});
