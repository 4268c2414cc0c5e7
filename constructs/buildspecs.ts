/** The Terraform of the pipeline; the checksum is the one HashiCorp publishes for this file. */
const TERRAFORM = {
  version: '1.11.4',
  sha256: '1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc',
};
const INSTALL_TERRAFORM = [
  `curl -fsSLo terraform.zip https://releases.hashicorp.com/terraform/${TERRAFORM.version}/terraform_${TERRAFORM.version}_linux_amd64.zip`,
  `echo "${TERRAFORM.sha256}  terraform.zip" | sha256sum --check`,
  'unzip -o terraform.zip terraform -d /usr/local/bin && rm terraform.zip',
];
const NODE = { nodejs: 20 };

/** Checks, tests and synthesizes; everything after it applies what comes out. */
export function buildBuildspec(commands: readonly string[]): object {
  return {
    version: 0.2,
    phases: {
      install: { 'runtime-versions': NODE, commands: INSTALL_TERRAFORM },
      build: { commands },
    },
    artifacts: { files: ['**/*'], 'exclude-paths': ['node_modules/**/*', '.git/**/*'] },
  };
}

const SESSION = ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration'];
/** JMESPath: what a credential process has to print (AWS CLI user guide, "Sourcing credentials with an external process"). */
const CREDENTIALS = `{Version:to_number('1'),${SESSION.map((key) => `${key}:Credentials.${key}`).join(',')}}`;
/**
 * A profile with a `role_arn` has no setting for the tags of its session, so a process takes on the role; the SDKs
 * ask it again before the session is over. It must not use the profile that it is for.
 */
const TAKE_ON_ROLE =
  'env -u AWS_PROFILE aws sts assume-role --role-arn $ROLE_ARN --external-id $EXTERNAL_ID' +
  ' --role-session-name dynconf-$CODEBUILD_BUILD_NUMBER --tags $SESSION_TAGS --output json' +
  ` --query "${CREDENTIALS}"`;

/**
 * Runs the one command of an action as the role of that action.
 *
 * CodeBuild's own role can do nothing but take on others; the timeout is the action's, for CodePipeline has timeouts
 * of its own for approvals only.
 */
export function deployBuildspec(): object {
  return {
    version: 0.2,
    phases: {
      install: { 'runtime-versions': NODE, commands: [...INSTALL_TERRAFORM, 'npm ci'] },
      pre_build: {
        commands: [
          `aws configure set profile.release.credential_process "${TAKE_ON_ROLE.replaceAll('"', '\\"')}"`,
        ],
      },
      build: { commands: ['AWS_PROFILE=release timeout --signal=INT "$TIMEOUT_MINUTES"m sh -c "$COMMAND"'] },
    },
  };
}

export interface ExpireBuild {
  readonly noticeHours: number;
  readonly everyHours: number;
  readonly profilePrefix: string;
  /** SNS topics that hear of it. */
  readonly topics: readonly string[];
}

/** Removes what has expired, each environment as the role that may remove it, and sends what people must know. */
export function expireBuildspec({ noticeHours, everyHours, profilePrefix, topics }: ExpireBuild): object {
  const expire = `npx dynconf environment expire --notice-hours ${noticeHours} --every-hours ${everyHours} --profiles ${profilePrefix}`;
  return {
    version: 0.2,
    phases: {
      install: { 'runtime-versions': NODE, commands: [...INSTALL_TERRAFORM, 'npm ci'] },
      pre_build: {
        commands: ['mkdir -p ~/.aws', 'npx dynconf environment list --format aws-config >> ~/.aws/config'],
      },
      build: {
        // A failure is told last: what was found out is sent all the same.
        commands: [
          `${expire} > notices.txt || FAILED=yes`,
          ...topics.map(
            (topic) =>
              `test ! -s notices.txt || aws sns publish --region ${topic.split(':')[3] ?? ''} --topic-arn ${topic} --subject "Temporary environments" --message file://notices.txt`,
          ),
          'test -z "$FAILED"',
        ],
      },
    },
  };
}
