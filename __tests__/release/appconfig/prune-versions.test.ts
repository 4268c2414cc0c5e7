import { pruneVersions } from '../../../release/appconfig/prune-versions';
import { aDeployment } from '../../builders/deployment-reference';
import { fakeAppConfig } from '../../builders/fake-appconfig';

function versions(...numbers: number[]): object {
  return { Items: numbers.map((VersionNumber) => ({ VersionNumber })) };
}

function deployment(version: number, State: string, ConfigurationName = 'flags'): object {
  return { ConfigurationName, ConfigurationVersion: String(version), State };
}

function anAppConfig(
  stored: object | object[],
  deployments: object | object[],
): ReturnType<typeof fakeAppConfig> {
  return fakeAppConfig({
    GetDeployment: { ConfigurationProfileId: 'prof001' },
    ListHostedConfigurationVersions: stored,
    ListEnvironments: { Items: [{ Id: 'env0001' }] },
    ListDeployments: deployments,
    DeleteHostedConfigurationVersion: {},
  });
}

test('pruneVersions() deletes nothing while there are no more than it keeps', async () => {
  const { client, calls } = anAppConfig(versions(1, 2, 3), {});
  expect(await pruneVersions(client, aDeployment(), 3)).toEqual([]);
  expect(calls('DeleteHostedConfigurationVersion')).toEqual([]);
});

test('pruneVersions() deletes the oldest beyond what it keeps', async () => {
  const { client, calls } = anAppConfig(versions(1, 2, 3, 4, 5), {
    Items: [deployment(5, 'COMPLETE'), deployment(4, 'COMPLETE')],
  });
  expect(await pruneVersions(client, aDeployment(), 2)).toEqual([3, 2, 1]);
  expect(calls('DeleteHostedConfigurationVersion')).toContainEqual({
    ApplicationId: 'app0001',
    ConfigurationProfileId: 'prof001',
    VersionNumber: 1,
  });
});

test('pruneVersions() never deletes the served version, the one before it, or one that is being deployed', async () => {
  const log = [
    deployment(3, 'DEPLOYING'),
    deployment(9, 'ROLLED_BACK'),
    deployment(2, 'COMPLETE'),
    deployment(1, 'COMPLETE'),
    deployment(4, 'COMPLETE'),
  ];
  const { client } = anAppConfig(versions(1, 2, 3, 4, 9), { Items: log });
  expect(await pruneVersions(client, aDeployment(), 1)).toEqual([4]);
});

test('pruneVersions() does not mistake deployments of the other profile for its own', async () => {
  const log = [deployment(1, 'COMPLETE', 'operations'), deployment(3, 'COMPLETE'), deployment(2, 'COMPLETE')];
  const { client } = anAppConfig(versions(1, 2, 3), { Items: log });
  expect(await pruneVersions(client, aDeployment(), 1)).toEqual([1]);
});

test('pruneVersions() reads every page of versions and of deployments', async () => {
  const stored = [{ ...versions(4, 3), NextToken: 'more' }, versions(2, 1)];
  const log = [
    { Items: [deployment(4, 'COMPLETE')], NextToken: 'more' },
    { Items: [deployment(1, 'COMPLETE')] },
  ];
  const { client } = anAppConfig(stored, log);
  expect(await pruneVersions(client, aDeployment(), 1)).toEqual([3, 2]);
});
