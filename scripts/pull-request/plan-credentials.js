'use strict';
/**
 * A credential process (AWS CLI user guide, "Sourcing credentials with an external process") for jobs of GitHub Actions:
 *
 *   credential_process = node scripts/pull-request/plan-credentials.js <role ARN>
 *
 * A token of GitHub is good for minutes, and several plans take longer: each call asks for a new one. STS takes it
 * without a signature.
 */
const AUDIENCE = 'sts.amazonaws.com';

async function main(env, roleArn = process.argv[2]) {
  const [, account, role] =
    /^arn:aws:iam::(\d{12}):role\/(dynconf-plan-[a-z0-9-]+)$/.exec(roleArn ?? '') ?? [];
  if (!account)
    throw new Error('name the role of a plan: arn:aws:iam::<account>:role/dynconf-plan-<environment>');
  const token = await requestToken(env);
  const url = env.AWS_ENDPOINT_URL_STS || `https://sts.${env.AWS_REGION || 'us-east-1'}.amazonaws.com`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: roleArn,
      RoleSessionName: 'pull-request',
      WebIdentityToken: token,
    }),
  });
  if (!response.ok)
    throw new Error(`STS answers ${response.status}: ${role} of ${account} does not take this job`);
  const answer = await response.json();
  const credentials = answer.AssumeRoleWithWebIdentityResponse.AssumeRoleWithWebIdentityResult.Credentials;
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials;
  // STS says seconds in JSON.
  const until = typeof Expiration === 'number' ? new Date(Expiration * 1000).toISOString() : Expiration;
  process.stdout.write(
    JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey, SessionToken, Expiration: until }),
  );
}

async function requestToken({ ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer }) {
  if (!url || !bearer)
    throw new Error('this job may not ask for a token: it needs `permissions: id-token: write`');
  const response = await fetch(`${url}&audience=${AUDIENCE}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  if (!response.ok) throw new Error(`GitHub answers ${response.status} to the request for a token`);
  return (await response.json()).value;
}

main(process.env).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
