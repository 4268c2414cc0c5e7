import { aLocalAppConfig, closeLocalAppConfigs } from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

async function query(action: string, accessKeyId = 'test') {
  const { url } = await aLocalAppConfig();
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/eu-west-1/sts/aws4_request, SignedHeaders=host, Signature=0`;
  const body = new URLSearchParams({ Action: action, Version: '2011-06-15' }).toString();
  const answer = await fetch(url, { method: 'POST', body, headers: { authorization } });
  return { status: answer.status, text: await answer.text() };
}

test('answerQueryApi() says who is asking: a 12-digit access key is that account, any other is 000000000000', async () => {
  const own = await query('GetCallerIdentity', '111122223333');
  expect([own.status, own.text]).toEqual([200, expect.stringContaining('<Account>111122223333</Account>')]);
  expect((await query('GetCallerIdentity')).text).toContain('<Account>000000000000</Account>');
});

test('answerQueryApi() refuses IAM GetUser, so that the provider asks STS, and everything else', async () => {
  expect(await query('GetUser')).toEqual({
    status: 400,
    text: expect.stringContaining('<Code>ValidationError</Code>'),
  });
  const other = await query('<script>');
  expect(other.status).toBe(400);
  expect(other.text).not.toContain('<script>');
});
