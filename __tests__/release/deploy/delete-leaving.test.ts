import { deleteLeaving } from '../../../release/deploy/delete-leaving';
import type { PlannedChange } from '../../../release/terraform/terraform';
import type { StateResource } from '../../../release/terraform/terraform-state';
import { fakeAppConfig } from '../../builders/fake-appconfig';

const TYPE = 'aws_appconfig_hosted_configuration_version';
const SEARCH: StateResource = {
  address: `${TYPE}.search`,
  type: TYPE,
  attributes: { application_id: 'app0002', configuration_profile_id: 'prof002', version_number: 3 },
};
const SEARCH_PROFILE: StateResource = {
  address: 'aws_appconfig_configuration_profile.search',
  type: 'aws_appconfig_configuration_profile',
  attributes: { application_id: 'app0002', configuration_profile_id: 'prof002' },
};

async function release(change: PlannedChange, stored: readonly number[]): Promise<number[]> {
  const { client, calls } = fakeAppConfig({
    ListHostedConfigurationVersions: { Items: stored.map((VersionNumber) => ({ VersionNumber })) },
    DeleteHostedConfigurationVersion: {},
  });
  const plan = { file: '', isNeeded: true, changes: [change] };
  const checkout = {
    component: 'checkout',
    profile: 'flags' as const,
    versionAddress: `${TYPE}.checkout`,
    deploymentAddress: '',
    fingerprint: '',
    read: () => ({}),
  };
  await deleteLeaving(
    client,
    { stack: { documents: [checkout] }, plan, resources: () => Promise.resolve([SEARCH, SEARCH_PROFILE]) },
    () => undefined,
  );
  return calls('DeleteHostedConfigurationVersion').map((input) => Number(input['VersionNumber']));
}

test('deleteLeaving() deletes every version of a document that leaves, but the one that Terraform deletes', async () => {
  expect(await release({ address: `${TYPE}.search`, type: TYPE, action: 'delete' }, [1, 2, 3])).toEqual([
    1, 2,
  ]);
});

test('deleteLeaving() touches nothing of a document that stays', async () => {
  expect(await release({ address: `${TYPE}.checkout`, type: TYPE, action: 'delete' }, [1, 2, 3])).toEqual([]);
  expect(await release({ address: `${TYPE}.search`, type: TYPE, action: 'create' }, [1, 2, 3])).toEqual([]);
});

test('deleteLeaving() deletes every version of a profile that leaves: no stack has any of them', async () => {
  const change = { address: SEARCH_PROFILE.address, type: SEARCH_PROFILE.type, action: 'delete' as const };
  expect(await release(change, [1, 2, 3])).toEqual([1, 2, 3]);
});
