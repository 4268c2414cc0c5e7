import { credentialScope } from '../../../local/http/credential-scope';

const signed = (credential: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
});

test.each([
  ['111122223333/20260101/eu-west-1/appconfig/aws4_request', '111122223333', 'eu-west-1'],
  ['AKIAIOSFODNN7EXAMPLE/20260101/us-west-2/appconfig/aws4_request', '000000000000', 'us-west-2'],
  ['1234567890123/20260101/us-west-2/appconfig/aws4_request', '000000000000', 'us-west-2'],
  ['test', '000000000000', 'us-east-1'],
  ['test/20260101/../../x/appconfig/aws4_request', '000000000000', 'us-east-1'],
])('credentialScope() reads account and region of %s', (credential, account, region) => {
  expect(credentialScope(signed(credential), new URLSearchParams())).toEqual({ account, region });
});

test('credentialScope() gives unsigned requests the default account in us-east-1', () => {
  expect(credentialScope({}, new URLSearchParams())).toEqual({
    account: '000000000000',
    region: 'us-east-1',
  });
  expect(credentialScope({ authorization: 'Basic abc' }, new URLSearchParams()).region).toBe('us-east-1');
});
