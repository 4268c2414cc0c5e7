import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { SyntheticsCanary } from '@cdktf/provider-aws/lib/synthetics-canary';
import { type ITerraformDependable, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import type { CanaryResources } from '../delivery/targets/canary-resources';
import { SERVE } from './policies/appconfig-statements';
import { CanaryBucket, KEPT_DAYS } from './canary-bucket';
import { literals } from './literal';
import { policyDocument, type Statement } from './policies/policy';
import { TrustedRole } from './trusted-role';

/** The code that a canary runs, packed as Synthetics wants it. */
export interface CanaryCode {
  readonly zip: string;
  /** Of what is in it. */
  readonly hash: string;
  /** `<file>.<function>`. */
  readonly handler: string;
}

export interface CanaryProps {
  readonly resources: CanaryResources;
  readonly code: CanaryCode;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** @default - no limit */
  readonly permissionsBoundary?: string | undefined;
  /** ARNs of what it reads. */
  readonly configurations: readonly string[];
  /** What it would miss if it ran already. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Synthetics takes 3 to 840 seconds, and no more than the time between two runs: at least a minute. */
const TIMEOUT_SECONDS = 60;
/** Synthetics' least. */
const MEMORY_MEGABYTES = 960;
/** IAM: a managed policy has 6,144 characters, a role ten of them; an ARN of a configuration has about 100. */
const CONFIGURATIONS_PER_POLICY = 40;

/** A CloudWatch Synthetics canary that reads configuration as a client does. */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const { resources, code, dependsOn } = props;
    const bucket = new CanaryBucket(this, 'Artifacts', resources.bucketName);
    const role = new TrustedRole(this, 'Role', {
      name: resources.roleName,
      path: `/dynconf/${props.environment}/`,
      description: `Canary ${resources.name}`,
      // All that Synthetics documents for the trust of a canary.
      trust: { Principal: { Service: 'lambda.amazonaws.com' } },
      statements: runStatements(props),
      permissionsBoundary: props.permissionsBoundary,
    });
    const reads = this.addReadPolicies(props, role);
    const asset = new TerraformAsset(this, 'Code', { path: code.zip, assetHash: code.hash });
    new SyntheticsCanary(this, 'Canary', {
      name: resources.name,
      artifactS3Location: `s3://${resources.bucketName}/`,
      executionRoleArn: role.arn,
      handler: code.handler,
      runtimeVersion: resources.runtime,
      // The provider looks at the path alone: new code has a new one.
      zipFile: `\${path.module}/${asset.path}`,
      schedule: { expression: rateOf(resources.everyMinutes) },
      runConfig: {
        timeoutInSeconds: TIMEOUT_SECONDS,
        memoryInMb: MEMORY_MEGABYTES,
        environmentVariables: literals(resources.variables),
      },
      successRetentionPeriod: KEPT_DAYS,
      failureRetentionPeriod: KEPT_DAYS,
      startCanary: true,
      deleteLambda: true,
      dependsOn: [bucket.closed, role.policy, ...reads, ...dependsOn],
    });
  }

  private addReadPolicies(
    { resources, environment, configurations }: CanaryProps,
    role: TrustedRole,
  ): ITerraformDependable[] {
    const count = Math.ceil(configurations.length / CONFIGURATIONS_PER_POLICY);
    return Array.from({ length: count }, (_, index) => {
      const from = index * CONFIGURATIONS_PER_POLICY;
      const policy = new IamPolicy(this, `Read${index + 1}`, {
        name: `${resources.roleName}-read-${index + 1}`,
        path: `/dynconf/${environment}/`,
        description: `What canary ${resources.name} reads`,
        policy: policyDocument([
          {
            Effect: 'Allow',
            Action: SERVE,
            Resource: configurations.slice(from, from + CONFIGURATIONS_PER_POLICY),
          },
        ]),
      });
      return new IamRolePolicyAttachment(this, `Read${index + 1}Attachment`, {
        role: role.name,
        policyArn: policy.arn,
      });
    });
  }
}

/** CloudWatch user guide, "Required roles and permissions for canaries", without X-Ray, which is off. */
function runStatements({ resources, account, region }: CanaryProps): Statement[] {
  const bucket = `arn:aws:s3:::${resources.bucketName}`;
  const logs = `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/cwsyn-${resources.name}-*`;
  return [
    { Sid: 'Artifacts', Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: `${bucket}/*` },
    { Sid: 'ArtifactBucket', Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: bucket },
    { Sid: 'FindBucket', Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' },
    {
      Sid: 'Logs',
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [logs, `${logs}:log-stream:*`],
    },
    {
      Sid: 'Metrics',
      Effect: 'Allow',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } },
    },
  ];
}

/** Synthetics wants the singular for one. */
function rateOf(minutes: number): string {
  return minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`;
}
