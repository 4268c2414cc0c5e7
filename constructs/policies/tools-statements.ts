import type { PlatformResources, ToolsBoundary } from '../../delivery/pipeline/platform-resources';
import type { Statement } from './policy';
import { manageRolesStatements, READ_ROLES } from './role-statements';
import { stateStatements } from './state-statements';
import { BUCKET_VERBS, RULE_VERBS, TAG_VERBS, USE_CONNECTION } from './verbs';

const EVERY_SIGNATURE = ['kms:Sign', 'kms:Verify'];
const USE_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'];

/** The most that the roles of the tools account may do: what runs and what hands on, and nothing that administers. */
export function toolsBoundaryStatements({ tools, accounts, topics, busArn }: ToolsBoundary): Statement[] {
  const { account, region, source } = tools;
  const here = (service: string, resource: string): string =>
    `arn:aws:${service}:${region}:${account}:${resource}`;
  const may = (Action: readonly string[], Resource: string | readonly string[]): Statement => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  return [
    may(['logs:CreateLogStream', 'logs:PutLogEvents'], here('logs', 'log-group:/aws/codebuild/dynconf-*')),
    may(USE_ARTIFACTS, artifactsOf(tools)),
    may([...USE_KEY, ...EVERY_SIGNATURE], here('kms', 'key/*')),
    may(RUN_BUILDS, [here('codebuild', 'project/dynconf-*'), here('codebuild', 'report-group/dynconf-*')]),
    may(['codepipeline:ListPipelineExecutions'], here('codepipeline', 'dynconf-*')),
    may(['secretsmanager:GetSecretValue'], here('secretsmanager', 'secret:dynconf/*')),
    may(['events:PutEvents'], busArn),
    may(USE_CONNECTION, source.connection),
    may(['cloudwatch:DescribeAlarms'], '*'),
    may(
      ['sts:AssumeRole', 'sts:TagSession'],
      accounts.map((each) => `arn:aws:iam::${each}:role/dynconf-*`),
    ),
    may(['sns:Publish'], asShortAs(TOPIC_CHARACTERS, topics)),
  ].filter(({ Resource }) => Resource?.length !== 0);
}

/** Of the 6,144 that a policy of its own has (IAM user guide, "IAM and AWS STS quotas"); accounts need the rest. */
const TOPIC_CHARACTERS = 2000;

/** Each topic, or where they are too many any of their accounts and regions: which ones each role may tell, its own policy says. */
function asShortAs(characters: number, topics: readonly string[]): readonly string[] {
  if (topics.join().length <= characters) return topics;
  return [...new Set(topics.map((topic) => `${topic.slice(0, topic.lastIndexOf(':'))}:*`))];
}

function artifactsOf({ account, region }: ToolsBoundary['tools']): string[] {
  const bucket = `arn:aws:s3:::dynconf-artifacts-${account}-${region}`;
  return [bucket, `${bucket}/*`];
}

/**
 * Plans and applies the once-only stacks of the tools account.
 *
 * Roles are changed within the boundary; the boundary, the roles that change the others and who signs are an
 * administrator's, with `dynconf bootstrap`.
 */
export function toolsPlatformStatements(resources: PlatformResources): Statement[] {
  const { tools, boundary, platformRole, inspectRole, ownStacks } = resources;
  const { account, backend } = tools;
  const roles = `arn:aws:iam::${account}:role/dynconf-*`;
  const own = [platformRole, inspectRole].map((name) => `arn:aws:iam::${account}:role/${name}`);
  return [
    ...managed(resources),
    ...manageRolesStatements({ roles, boundaryArn: boundary.arn }),
    {
      Sid: 'PassRoles',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: roles,
      Condition: { StringEquals: { 'iam:PassedToService': PASSED_TO } },
    },
    {
      Sid: 'OwnRolesStay',
      Effect: 'Deny',
      Action: CHANGE_ANY_ROLE,
      Resource: [...own, resources.signerArn],
    },
    // The signer's project is one of those that it makes: that one is handed its role.
    { Sid: 'OwnRolesArePassedToNobody', Effect: 'Deny', Action: 'iam:PassRole', Resource: own },
    { Sid: 'SignsNothing', Effect: 'Deny', Action: ['kms:Sign', 'kms:PutKeyPolicy'], Resource: '*' },
    ...takesOnOnly(resources),
    ...stateStatements({ environment: 'tools', backend }, { reads: [], writes: ownStacks }),
  ];
}

/**
 * It says whom the roles of its account trust, so it could let itself in anywhere: a denial is what counts whatever
 * they say. Into other accounts it goes where it is allowed to; in its own only the pipeline's role is called alike.
 */
function takesOnOnly({ tools, platformRole, roleName }: PlatformResources): Statement[] {
  const take = { Effect: 'Deny', Action: ['sts:AssumeRole', 'sts:TagSession'] } as const;
  return [
    { Sid: 'TakesOnNoOther', ...take, NotResource: `arn:aws:iam::*:role/${platformRole}-*` },
    { Sid: 'TakesOnNoPipeline', ...take, Resource: `arn:aws:iam::${tools.account}:role/${roleName}` },
  ];
}

/** Plans them, and changes nothing. */
export function toolsInspectStatements(resources: PlatformResources): Statement[] {
  const { tools, ownStacks } = resources;
  const looks = toolsPlatformStatements(resources)
    .filter(({ Effect, Sid }) => Effect === 'Allow' && !/State/.test(Sid ?? ''))
    .map((statement) => ({ ...statement, Action: [statement.Action].flat().filter(isLooking) }))
    .filter(({ Action }) => Action.length > 0);
  return [
    ...looks,
    ...stateStatements({ environment: 'tools', backend: tools.backend }, { reads: ownStacks }),
  ];
}

function isLooking(action: string): boolean {
  return /:(Get|List|Describe|BatchGet)/.test(action);
}

/**
 * By service: what it is allowed to do, and with what. As one statement, for no action of a service has anything to do
 * with what is another's, and many environments need the room.
 */
function managed({ tools, buckets }: PlatformResources): Statement[] {
  const { account, region } = tools;
  const here = (service: string, ...names: string[]): string[] =>
    names.map((name) => `arn:aws:${service}:${region}:${account}:${name}`);
  const services: readonly (readonly [name: string, verbs: readonly string[], on: readonly string[]])[] = [
    ['codepipeline', PIPELINES, here('codepipeline', 'dynconf-*')],
    ['codebuild', BUILDS, here('codebuild', '*/dynconf-*')],
    ['codestar-notifications', NOTICES, here('codestar-notifications', 'notificationrule/*')],
    ['logs', LOGS, here('logs', 'log-group:/aws/codebuild/dynconf-*')],
    ['events', EVENTS, here('events', 'rule/dynconf-*', 'event-bus/dynconf-*', 'archive/dynconf-*')],
    ['sqs', QUEUES, here('sqs', 'dynconf-*')],
    ['kms', KEYS, here('kms', 'key/*', 'alias/dynconf-*')],
    ['s3', BUCKETS, buckets.map((bucket) => `arn:aws:s3:::${bucket}`)],
    ['iam', LOOKS_AT_IAM, ['role', 'policy'].map((kind) => `arn:aws:iam::${account}:${kind}/dynconf-*`)],
  ];
  return [
    {
      Sid: 'Manage',
      Effect: 'Allow',
      Action: services.flatMap(([service, verbs]) => verbs.map((verb) => `${service}:${verb}`)),
      Resource: services.flatMap(([, , on]) => on),
    },
    {
      Sid: 'NotOfOneResource',
      Effect: 'Allow',
      Action: NOT_OF_ONE_RESOURCE,
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': [region] } },
    },
  ];
}

const LOOKS_AT_IAM = [
  ...READ_ROLES.map((action) => action.replace('iam:', '')),
  'GetPolicy',
  'GetPolicyVersion',
];
/** Of a denial: whatever is not looking. */
const CHANGE_ANY_ROLE = ['Create', 'Update', 'Put', 'Attach', 'Detach', 'Delete', 'Tag', 'Untag'].map(
  (verb) => `iam:${verb}*`,
);
const NOT_OF_ONE_RESOURCE = [
  'logs:DescribeLogGroups',
  'kms:CreateKey',
  'kms:ListAliases',
  'codestar-notifications:DeleteTarget',
];
const USE_ARTIFACTS = [
  ...[
    's3:GetBucketLocation',
    's3:GetBucketVersioning',
    's3:GetObject',
    's3:GetObjectVersion',
    's3:PutObject',
  ],
];
const RUN_BUILDS = [
  ...['StartBuild', 'BatchGetBuilds', 'CreateReport', 'UpdateReport', 'BatchPutTestCases'],
  'BatchPutCodeCoverages',
].map((action) => `codebuild:${action}`);
const PASSED_TO = ['codebuild', 'codepipeline', 'events'].map((service) => `${service}.amazonaws.com`);
const PIPELINES = ['CreatePipeline', 'GetPipeline', 'UpdatePipeline', 'DeletePipeline', ...TAG_VERBS];
const BUILDS = [
  ...['CreateProject', 'UpdateProject', 'DeleteProject', 'BatchGetProjects', 'CreateReportGroup'],
  ...[
    'UpdateReportGroup',
    'DeleteReportGroup',
    'BatchGetReportGroups',
    'ListReportsForReportGroup',
    'DeleteReport',
  ],
  ...['CreateWebhook', 'UpdateWebhook', 'DeleteWebhook'],
];
const NOTICES = [
  ...[
    'CreateNotificationRule',
    'DescribeNotificationRule',
    'UpdateNotificationRule',
    'DeleteNotificationRule',
  ],
  ...TAG_VERBS,
];
const LOGS = [
  'CreateLogGroup',
  'DeleteLogGroup',
  'PutRetentionPolicy',
  'DeleteRetentionPolicy',
  ...TAG_VERBS,
];
const EVENTS = [
  ...RULE_VERBS,
  ...[
    'CreateEventBus',
    'DescribeEventBus',
    'UpdateEventBus',
    'DeleteEventBus',
    'PutPermission',
    'RemovePermission',
  ],
  ...['CreateArchive', 'DescribeArchive', 'UpdateArchive', 'DeleteArchive', ...TAG_VERBS],
];
const QUEUES = [
  'CreateQueue',
  'GetQueueAttributes',
  'SetQueueAttributes',
  'DeleteQueue',
  'ListQueueTags',
  'TagQueue',
];
const KEYS = [
  ...['DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListResourceTags', 'EnableKeyRotation'],
  ...[
    'UpdateKeyDescription',
    'ScheduleKeyDeletion',
    'TagResource',
    'UntagResource',
    'CreateAlias',
    'DeleteAlias',
  ],
];
const BUCKETS = [
  ...BUCKET_VERBS,
  ...['PutBucketVersioning', 'PutEncryptionConfiguration', 'GetBucketOwnershipControls'],
];
