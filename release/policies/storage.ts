import { isObject } from '../../compiler/json-object';
import type { Json, JsonObject } from '../../compiler/project';
import {
  addressOf,
  type Block,
  ofType,
  type Policy,
  type SynthesizedStack,
  type Violation,
  violationOf as of,
} from './policy';
import { statementsOf } from './policy-documents';

const CLOSED = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];
/** Keys that KMS cannot rotate (KMS developer guide, "Rotate AWS KMS keys"). */
const NOT_ROTATED = /^(ECC|RSA|HMAC|SM2|ML)_/;

/** What is kept is encrypted, closed, and does not stay for ever. */
export const STORAGE: readonly Policy[] = [
  {
    rule: 'BUCKET_NOT_CLOSED',
    severity: 'error',
    meaning: 'Every bucket blocks public access in all four ways',
    find: (stack) =>
      forBuckets(
        stack,
        'aws_s3_bucket_public_access_block',
        ({ body }) => CLOSED.every((key) => body[key] === true),
        {
          message: 'does not block all public access',
          fix: 'add an aws_s3_bucket_public_access_block with all four settings true',
        },
      ),
  },
  {
    rule: 'BUCKET_WITHOUT_TLS',
    severity: 'error',
    meaning: 'Every bucket refuses what comes unencrypted',
    find: (stack) => {
      const refusing = statementsOf(stack).filter(
        ({ isAllow, actions, statement }) => !isAllow && actions.includes('s3:*') && refusesPlain(statement),
      );
      return forBuckets(
        stack,
        'aws_s3_bucket_policy',
        (policy) => refusing.some(({ address }) => address === addressOf(policy)),
        {
          message: 'takes requests without TLS',
          fix: 'deny s3:* where aws:SecureTransport is false, to everybody',
        },
      );
    },
  },
  {
    rule: 'BUCKET_WITHOUT_KEY',
    severity: 'note',
    meaning: 'What a bucket holds is encrypted with a key whose use is logged, not only with S3’s own',
    find: (stack) =>
      forBuckets(
        stack,
        'aws_s3_bucket_server_side_encryption_configuration',
        ({ body }) => JSON.stringify(body['rule'] ?? null).includes('"sse_algorithm":"aws:kms'),
        {
          message: 'is encrypted with a key of S3 itself',
          fix: 'encrypt with aws:kms where its content is worth it',
        },
      ),
  },
  {
    rule: 'KEY_WITHOUT_ROTATION',
    severity: 'error',
    meaning: 'Keys that encrypt are rotated; KMS cannot rotate keys that sign',
    find: (stack) =>
      ofType(stack, 'aws_kms_key')
        .filter(({ body }) => !NOT_ROTATED.test(String(body['customer_master_key_spec'])))
        .filter(({ body }) => body['enable_key_rotation'] !== true)
        .map((block) => of(block, 'is never rotated', 'say enable_key_rotation')),
  },
  {
    rule: 'LOG_WITHOUT_END',
    severity: 'warning',
    meaning: 'Logs say how long they are kept',
    find: (stack) =>
      ofType(stack, 'aws_cloudwatch_log_group')
        .filter(({ body }) => !(Number(body['retention_in_days']) > 0))
        .map((block) => of(block, 'is kept for ever', 'say retention_in_days')),
  },
];

function forBuckets(
  stack: SynthesizedStack,
  type: string,
  ...[isRight, { message, fix }]: [(block: Block) => boolean, { message: string; fix: string }]
): Violation[] {
  const right = ofType(stack, type).filter(isRight);
  return ofType(stack, 'aws_s3_bucket')
    .filter((bucket) => !right.some(({ body }) => isOf(body['bucket'], bucket)))
    .map((bucket) => of(bucket, message, fix));
}

/** By reference, or by the same name. */
function isOf(reference: Json | undefined, { labels, body }: Block): boolean {
  const text = String(reference ?? '');
  return text === `\${${labels.join('.')}.bucket}` || (text !== '' && text === body['bucket']);
}

function refusesPlain({ Principal, Condition }: JsonObject): boolean {
  const isEverybody = Principal === '*' || (isObject(Principal) && Principal['AWS'] === '*');
  return isEverybody && JSON.stringify(Condition ?? null) === '{"Bool":{"aws:SecureTransport":"false"}}';
}
