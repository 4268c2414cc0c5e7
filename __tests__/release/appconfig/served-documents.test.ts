import { DeleteHostedConfigurationVersionCommand } from '@aws-sdk/client-appconfig';
import { compileDocuments } from '../../../compiler/compile-documents';
import type { Environment } from '../../../compiler/project';
import { targetsOf } from '../../../compiler/targets';
import { servedDocuments, type ServedTarget } from '../../../release/appconfig/served-documents';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { FIRST, LATER, ReleasedShop, SECOND } from '../../builders/released-shop';

let shop: ReleasedShop;
beforeEach(async () => (shop = await ReleasedShop.open()));
afterEach(async () => {
  shop.close();
  await closeLocalAppConfigs();
});

async function served(): Promise<readonly ServedTarget[]> {
  const { environments, components } = shop.project;
  const [environment] = environments;
  return servedDocuments({ environment: environment as Environment, components }, ({ account, region }) => ({
    region,
    endpoint: shop.appConfig.url,
    accessKey: account,
  }));
}

function byRegion(all: readonly ServedTarget[], region: string): ServedTarget {
  const found = all.find(({ target }) => target.region === region);
  if (found === undefined) throw new Error(`there is no ${region}`);
  return found;
}

test('servedDocuments() reads back what was uploaded, region by region, as it was compiled', async () => {
  for (const region of [FIRST, SECOND, LATER]) await shop.deployAll(region);
  const all = await served();
  expect(all.map(({ target }) => target.region)).toEqual([FIRST, SECOND, LATER]);
  for (const target of targetsOf(shop.project)) {
    const wanted = compileDocuments(shop.project, target);
    expect(byRegion(all, target.region)).toMatchObject({
      documents: wanted.map(({ component, profile, value }) => ({ component, profile, value })),
      unreadable: [],
      notes: [],
    });
  }
});

test('servedDocuments() finds nothing where nothing was deployed', async () => {
  await shop.deploy(FIRST);
  const all = await served();
  expect(byRegion(all, FIRST).documents).toHaveLength(1);
  expect(byRegion(all, SECOND)).toMatchObject({ documents: [], unreadable: [], notes: [] });
});

test('servedDocuments() takes what an alarm or a person took back for never released', async () => {
  await shop.deploy(FIRST);
  const [good] = byRegion(await served(), FIRST).documents;
  await shop.deployBad(FIRST, { value: { version: '1', flags: {}, values: {} } });
  await shop.deployBad(FIRST, { value: { version: '1', flags: {}, values: {} }, minutes: 0 });
  expect(byRegion(await served(), FIRST).documents).toEqual([good]);
});

test('servedDocuments() says that a rollout is under way, and reads what was served before it', async () => {
  await shop.deploy(FIRST);
  const [good] = byRegion(await served(), FIRST).documents;
  await shop.deploy(FIRST, { value: { version: '1', flags: {}, values: {} }, minutes: 2 });
  expect(byRegion(await served(), FIRST)).toMatchObject({
    documents: [good],
    notes: [`prod/${FIRST}: checkout flags: deployment 2 is DEPLOYING`],
  });
});

test('servedDocuments() says that nobody can read what is served and deleted', async () => {
  const { ApplicationId } = await shop.deploy(FIRST);
  const { control } = shop.clients(FIRST);
  const profile = shop.appConfig
    .inspect()
    .applications.find(({ id }) => id === ApplicationId)
    ?.profiles.find(({ name }) => name === 'flags');
  const place = { ApplicationId, ConfigurationProfileId: profile?.id };
  await control.send(new DeleteHostedConfigurationVersionCommand({ ...place, VersionNumber: 1 }));
  expect(byRegion(await served(), FIRST)).toMatchObject({
    documents: [],
    unreadable: [{ component: 'checkout', profile: 'flags' }],
    notes: [`prod/${FIRST}: checkout flags: version 1 is served, and deleted: nobody can say what changes`],
  });
});

test('servedDocuments() fails where a region cannot be asked: silence is not nothing', async () => {
  const { environments, components } = shop.project;
  const question = { environment: environments[0] as Environment, components };
  const nowhere = (place: { region: string; account: string }) => ({
    region: place.region,
    endpoint: 'http://127.0.0.1:1',
    accessKey: place.account,
  });
  await expect(servedDocuments(question, nowhere)).rejects.toThrow(
    /^AppConfig in \S+ of account 333333333333 cannot be asked: connect ECONNREFUSED/,
  );
});
