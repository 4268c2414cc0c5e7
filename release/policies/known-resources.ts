/**
 * Every type of resource that a stack may have → what others may refer to of it; `dynconf verify policies` refuses all
 * others.
 *
 * Only identifiers are referred to: AWS says what may be in them, so that no text hides behind a reference.
 */
export const KNOWN_RESOURCES: Readonly<Record<string, readonly string[]>> = {
  aws_appconfig_application: ['id'],
  aws_appconfig_configuration_profile: ['configuration_profile_id'],
  aws_appconfig_deployment: [
    'application_id',
    'configuration_version',
    'deployment_number',
    'environment_id',
  ],
  aws_appconfig_deployment_strategy: ['id'],
  aws_appconfig_environment: ['arn', 'environment_id'],
  aws_appconfig_extension_association: [],
  aws_appconfig_hosted_configuration_version: ['version_number'],
  aws_cloudwatch_composite_alarm: ['arn'],
  aws_cloudwatch_event_archive: [],
  aws_cloudwatch_event_bus: ['arn', 'name'],
  aws_cloudwatch_event_bus_policy: [],
  aws_cloudwatch_event_rule: ['name'],
  aws_cloudwatch_event_target: [],
  aws_cloudwatch_log_group: ['name'],
  aws_cloudwatch_metric_alarm: [],
  aws_codebuild_project: ['arn', 'name'],
  aws_codebuild_report_group: [],
  aws_codebuild_webhook: [],
  aws_codepipeline: ['arn'],
  aws_codestarnotifications_notification_rule: [],
  aws_iam_policy: ['arn'],
  aws_iam_role: ['arn', 'name'],
  aws_iam_role_policy: [],
  aws_iam_role_policy_attachment: [],
  aws_kms_alias: [],
  aws_kms_key: ['arn', 'key_id'],
  aws_s3_bucket: ['bucket'],
  aws_s3_bucket_lifecycle_configuration: [],
  aws_s3_bucket_ownership_controls: [],
  aws_s3_bucket_policy: [],
  aws_s3_bucket_public_access_block: [],
  aws_s3_bucket_server_side_encryption_configuration: [],
  aws_s3_bucket_versioning: [],
  aws_sqs_queue: ['arn', 'url'],
  aws_sqs_queue_policy: [],
  aws_synthetics_canary: [],
  // Part of Terraform itself: it keeps a value, and does nothing.
  terraform_data: [],
};

export function isKnownResource(type: string): boolean {
  return Object.hasOwn(KNOWN_RESOURCES, type);
}

/** Whether a text is a reference and nothing else: `${aws_iam_policy.x.arn}`. */
export function isReference(text: string): boolean {
  const [, type = '', attribute = ''] = /^\$\{(aws_\w+)\.[A-Za-z_][\w-]*\.(\w+)\}$/.exec(text) ?? [];
  return isKnownResource(type) && (KNOWN_RESOURCES[type]?.includes(attribute) ?? false);
}
