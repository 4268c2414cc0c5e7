import { randomUUID } from 'node:crypto';
import type { Call } from './call';
import type { Reply } from './reply';

/**
 * STS and IAM as far as Terraform's AWS provider asks them who it is: STS GetCallerIdentity is answered, IAM GetUser is
 * refused, which the provider takes as "ask STS".
 */
export function answerQueryApi(call: Call): Reply {
  const action = new URLSearchParams(call.body.toString('utf8')).get('Action') ?? call.query.get('Action');
  if (action === 'GetCallerIdentity') return callerIdentity(call.scope.account);
  const message =
    action === 'GetUser'
      ? 'Must specify userName when calling with non-User credentials'
      : `The local AppConfig does not know the action ${escapeXml(action ?? '')}`;
  return xml(
    400,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${action === 'GetUser' ? 'ValidationError' : 'InvalidAction'}</Code>` +
      `<Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
}

function callerIdentity(account: string): Reply {
  return xml(
    200,
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      `<Arn>arn:aws:iam::${account}:user/local</Arn><UserId>AIDALOCAL${account}</UserId>` +
      `<Account>${account}</Account></GetCallerIdentityResult>` +
      `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
}

function xml(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
