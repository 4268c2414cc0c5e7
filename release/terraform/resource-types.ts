export const APPLICATION = 'aws_appconfig_application';
export const ENVIRONMENT = 'aws_appconfig_environment';
/** Type of the resources that the release stacks put versions into. */
export const PROFILE = 'aws_appconfig_configuration_profile';
export const HOSTED_VERSION = 'aws_appconfig_hosted_configuration_version';
export const DEPLOYMENT = 'aws_appconfig_deployment';
