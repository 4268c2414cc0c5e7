import type { JsonSchema } from '../structure/check-structure';

/** Pieces that several schemas share. `x-says` is how a diagnostic names what is wanted. */

export const NAME_PATTERN = '^[a-z][a-z0-9-]{0,31}$';
/** AppConfig's pattern for flag keys and attribute keys. */
export const KEY_PATTERN = '^[a-z][a-zA-Z0-9_-]{0,63}$';
export const CONTEXT_KEY_PATTERN = '^[A-Za-z_][A-Za-z0-9_]*$';

export const text = (description: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  minLength: 1,
  description,
  ...more,
});

export const choice = (description: string, allowed: readonly string[]): JsonSchema => ({
  type: 'string',
  enum: allowed,
  description,
});

export const flag = (description: string): JsonSchema => ({ type: 'boolean', description });

export const wholeNumber = (
  description: string,
  [minimum, maximum]: readonly [number, number],
): JsonSchema => ({
  type: 'integer',
  minimum,
  maximum,
  description,
  'x-says': `a whole number from ${minimum} to ${maximum}`,
});

export const list = (description: string, items: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: 'array',
  items,
  description,
  ...more,
});

/** A map with known keys; every other key is a mistake. */
export const map = (
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): JsonSchema => ({ type: 'object', description, properties, required, additionalProperties: false });

/** A piece that stands in `definitions` and is used more than once: it is compiled once. */
export const shared = (name: string, schema: JsonSchema): JsonSchema => ({
  $ref: `#/definitions/${name}`,
  description: schema['description'],
  'x-says': schema['x-says'] ?? 'a map',
});

/** A map whose keys people choose. */
export const record = (description: string, values: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  description,
  additionalProperties: values,
  ...more,
});

export const DATE: JsonSchema = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  examples: ['2027-03-01'],
  'x-says': 'a date such as 2027-03-01',
};

/** AppConfig: 0..1024 characters. */
export const MAXIMUM_DESCRIPTION = 1024;

export const OWNER: JsonSchema = {
  type: 'string',
  pattern: '^(@([A-Za-z0-9_.-]+/)+)?[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$',
  description: 'The team that answers for it, as a slug: team-payments',
  examples: ['team-payments'],
  'x-says': 'a team such as team-payments',
};

export const ACCOUNT: JsonSchema = {
  type: 'string',
  pattern: '^\\d{12}$',
  description: 'The AWS account, twelve digits in quotes',
  examples: ['333333333333'],
  'x-says': 'twelve digits in quotes, such as "333333333333"',
};

export const REGION: JsonSchema = {
  type: 'string',
  pattern: '^[a-z]{2,4}(-[a-z]+){1,3}-\\d{1,2}$',
  description: 'An AWS region',
  examples: ['us-east-1', 'eu-west-1'],
  'x-says': 'an AWS region such as eu-west-1',
};

export const TOPIC: JsonSchema = {
  type: 'string',
  pattern: '^arn:aws:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?$',
  description: 'The ARN of an SNS topic',
  examples: ['arn:aws:sns:eu-west-1:333333333333:payments'],
  'x-says': 'the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:333333333333:payments',
};

export const BACKEND: JsonSchema = {
  type: 'object',
  description: 'Where Terraform keeps its state',
  required: ['type'],
  properties: {
    type: choice('local: .dynconf/state; s3: a bucket; cloud: Terraform Cloud', ['local', 's3', 'cloud']),
    bucket: text('The S3 bucket', {
      pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      'x-says': 'the name of an S3 bucket',
    }),
    region: REGION,
    // What Terraform's backend takes. Roles of other accounts need the ARN.
    'kms-key': text('The KMS key that encrypts the state', {
      pattern:
        '^(arn:aws:kms:[a-z0-9-]+:\\d{12}:(key|alias)/.+|alias/.+|mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$',
      'x-says':
        'the ARN of a KMS key, such as arn:aws:kms:eu-west-1:999999999999:key/0f3c1f1e-5f2a-4a57-9b1d-7d8d5c0b9e11',
    }),
    organization: text('The organization in Terraform Cloud'),
    hostname: text('The host of Terraform Cloud or Enterprise', {
      pattern: '^[A-Za-z0-9.-]+(:\\d+)?$',
      'x-says': 'a host such as app.terraform.io',
    }),
    project: text('The project in Terraform Cloud'),
  },
  additionalProperties: false,
};

/** AWS Organizations API reference: OrganizationId, and the path of `aws:PrincipalOrgPaths` with a slash at its end. */
export const ORGANIZATION_PATTERN = '^o-[a-z0-9]{10,32}$';
export const ORGANIZATION_PATH_PATTERN =
  '^o-[a-z0-9]{10,32}/r-[a-z0-9]{4,32}/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}/)*$';
