import { badRequest, validationError } from '../http/errors';

const HOSTED = 'hosted';
const NEEDS_ROLE = [
  'ssm-document://',
  'ssm-parameter://',
  's3://',
  'secretsmanager://',
  'arn:aws:ssm:',
  'arn:aws:secretsmanager:',
];
const KNOWN = [...NEEDS_ROLE, 'codepipeline://'];

interface Source {
  readonly locationUri: string;
  readonly type: string;
  readonly retrievalRoleArn?: string | undefined;
  readonly kmsKeyIdentifier?: string | undefined;
}

/** What AWS asks of a profile's location, role and key together. Other stores are accepted but never read here. */
export function assertLocationUri({ locationUri, type, retrievalRoleArn, kmsKeyIdentifier }: Source): void {
  if (locationUri === HOSTED) return assertNoRole(retrievalRoleArn);
  if (type !== 'AWS.Freeform')
    throw badRequest(`ConfigurationProfiles of type '${type}' can only have a locationUri of 'hosted'`);
  if (!KNOWN.some((prefix) => locationUri.startsWith(prefix)))
    throw badRequest(`The Uri: ${locationUri} is of an unsupported type`);
  if (/^s3:\/\/[^/]*\/?$/.test(locationUri)) throw badRequest(`Invalid locationUri ${locationUri}`);
  if (kmsKeyIdentifier)
    throw badRequest(
      'KmsKeyIdentifier applies only to AppConfig hosted configuration data. ' +
        'For non-hosted configuration sources, configure encryption in the corresponding service.',
    );
  if (retrievalRoleArn === undefined && NEEDS_ROLE.some((prefix) => locationUri.startsWith(prefix)))
    throw validationError([
      "Value null at 'retrievalRoleArn' failed to satisfy constraint: " +
        `Member must not be null if the request has the following uri: ${locationUri}`,
    ]);
}

function assertNoRole(retrievalRoleArn: string | undefined): void {
  if (retrievalRoleArn)
    throw validationError([
      `Value ${retrievalRoleArn} at 'retrievalRoleArn' failed to satisfy constraint: ` +
        `Member must be null if the request has the following uri: ${HOSTED}`,
    ]);
}
