import { AccountProvider } from '../../constructs/account-provider';
import { synthScope } from '../builders/synth';

function providerOf(props: Partial<ConstructorParameters<typeof AccountProvider>[2]>) {
  const base = { account: '333333333333', region: 'eu-west-1', tags: {} };
  return synthScope((scope) => new AccountProvider(scope, 'Provider', { ...base, ...props })).provider.aws;
}

test('AccountProvider works in one account only', () => {
  expect(providerOf({})).toEqual([{ region: 'eu-west-1', allowed_account_ids: ['333333333333'] }]);
});

test('AccountProvider tags everything', () => {
  expect(providerOf({ tags: { Product: '${shop}' } })).toMatchObject([
    { default_tags: [{ tags: { Product: '$${shop}' } }] },
  ]);
});

test('AccountProvider reaches the local AppConfig as an account that it asks for', () => {
  expect(providerOf({ account: '000000000000', endpoint: 'http://127.0.0.1:2770' })).toEqual([
    {
      region: 'eu-west-1',
      allowed_account_ids: ['000000000000'],
      access_key: '000000000000',
      secret_key: 'local',
      endpoints: [
        { appconfig: 'http://127.0.0.1:2770', sts: 'http://127.0.0.1:2770', iam: 'http://127.0.0.1:2770' },
      ],
      skip_credentials_validation: true,
      skip_metadata_api_check: 'true',
      skip_region_validation: true,
      skip_requesting_account_id: false,
    },
  ]);
});
