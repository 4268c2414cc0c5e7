import { CODEBUILD_NODE } from './codebuild';
import { type EmbeddedScript, embedded, runOf, SCRIPT_FOLDER, written } from './embedded-script';

/** The Terraform of the pipeline; the checksum is the one HashiCorp publishes for this file. */
const TERRAFORM = {
  version: '1.11.4',
  sha256: '1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc',
};
/** Where it is downloaded from; a variable of the build can name a mirror that holds the same files. */
const TERRAFORM_RELEASES = 'https://releases.hashicorp.com/terraform';
const INSTALL_TERRAFORM = [
  `curl -fsSLo /tmp/terraform.zip "\${TERRAFORM_RELEASES:-${TERRAFORM_RELEASES}}/${TERRAFORM.version}/terraform_${TERRAFORM.version}_linux_amd64.zip"`,
  `echo "${TERRAFORM.sha256}  /tmp/terraform.zip" | sha256sum --check`,
  'unzip -o /tmp/terraform.zip terraform -d /usr/local/bin && rm /tmp/terraform.zip',
];
/** What the lock file names and nothing else, by its digests; no package runs a program of its own. */
const INSTALL_PACKAGES = 'npm ci --ignore-scripts';

/** CodeBuild takes an inline buildspec of 25,600 characters (aws-cdk, pull request 14974). */
export const BUILDSPEC_CHARACTERS = 25_600;

export interface BuildspecReport {
  readonly groupArn: string;
  readonly files: readonly string[];
  readonly format: string;
}

interface Common {
  /** Of the shell; no secrets. */
  readonly variables: Readonly<Record<string, string>>;
  /** Of the shell: which secret of Secrets Manager CodeBuild puts into which; it keeps them out of logs. @default - none */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly reports: readonly BuildspecReport[];
}

/** Checks, tests and synthesizes; everything after it applies what comes out. */
export function buildBuildspec(
  commands: readonly string[],
  { variables, reports }: Common = { variables: {}, reports: [] },
): object {
  return {
    version: 0.2,
    env: { variables, 'exported-variables': ['STARTED'] },
    phases: {
      install: {
        'runtime-versions': CODEBUILD_NODE,
        // Watches of a release count from here.
        commands: ['export STARTED=$(date -u +%FT%TZ)', ...INSTALL_TERRAFORM],
      },
      build: { commands },
    },
    ...reportsOf(reports),
    artifacts: { files: ['**/*'], 'exclude-paths': NOT_IN_THE_ARTIFACT },
  };
}

/** What the verifier would refuse: it is in no manifest. */
const NOT_IN_THE_ARTIFACT = ['node_modules', '.git', '.dynconf', 'reports', 'coverage'].map(
  (folder) => `${folder}/**/*`,
);

/** Runs the one script, and neither npm nor anything of what it is given; hands all of it on. */
export function signBuildspec(script: EmbeddedScript): object {
  return {
    version: 0.2,
    phases: { build: { commands: [embedded(script)] } },
    artifacts: { files: ['**/*'] },
  };
}

/** Runs the one script, and nothing of the commit that it asks about. */
export function reviewBuildspec(script: EmbeddedScript, variables: Common['variables']): object {
  return {
    version: 0.2,
    env: { variables },
    phases: {
      install: { 'runtime-versions': CODEBUILD_NODE },
      build: { commands: [embedded(script)] },
    },
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
const AS_ROLE = `test -z "$ROLE_ARN" || aws configure set profile.release.credential_process "${TAKE_ON_ROLE.replaceAll('"', '\\"')}"`;
/** Names that CodeBuild gives are exported under one of our own (CodeBuild user guide, "Environment variables in build environments"). */
const WHERE_TO_READ = 'export BUILD_URL="$CODEBUILD_BUILD_URL"';
const BE_ROLE = 'test -z "$ROLE_ARN" || export AWS_PROFILE=release';
const IN_TIME = 'timeout --signal=INT "$TIMEOUT_MINUTES"m';

/** A profile of the AWS configuration that an account is looked at with. */
export interface BuildspecProfile {
  readonly name: string;
  /** Absent: as the project itself. */
  readonly role?: { readonly arn: string; readonly externalId: string };
}

export interface ActionBuildspec extends Common {
  readonly verify: EmbeddedScript;
  /** Npm's packages: those that run dynconf, or those that teams test with, too. */
  readonly packages: 'runtime' | 'all';
  readonly profiles: readonly BuildspecProfile[];
}

/**
 * Verifies the artifact, and then runs the one command of an action as the role of that action.
 *
 * CodeBuild's own role can do next to nothing but take on others; the timeout is the action's, for CodePipeline has
 * timeouts of its own for approvals only.
 */
export function actionBuildspec(given: ActionBuildspec): object {
  const { verify, packages, profiles, reports } = given;
  const install = { runtime: `${INSTALL_PACKAGES} --omit=dev`, all: INSTALL_PACKAGES };
  return {
    version: 0.2,
    env: { ...shellOf(given), 'exported-variables': ['BUILD_URL'] },
    phases: {
      // Nothing else has been in the folder, and no code of the artifact has run.
      install: { 'runtime-versions': CODEBUILD_NODE, commands: [embedded(verify)] },
      pre_build: {
        commands: [...INSTALL_TERRAFORM, install[packages], AS_ROLE, ...profiles.flatMap(profileCommands)],
      },
      build: { commands: [WHERE_TO_READ, BE_ROLE, `${IN_TIME} sh -c "$COMMAND"`] },
    },
    ...reportsOf(reports),
  };
}

export interface PlatformBuildspec {
  readonly verify: EmbeddedScript;
  /** Plans, or applies what was approved. */
  readonly approved: EmbeddedScript;
  readonly mode: 'plan' | 'apply';
  readonly variables: Common['variables'];
  readonly secrets?: Common['secrets'];
}

/** Verifies the artifact, and then plans one of its stacks, or applies the plan that was approved. */
export function platformBuildspec(given: PlatformBuildspec): object {
  const { verify, approved, mode } = given;
  const run = `${IN_TIME} ${runOf(approved)} ${mode} "cdktf.out/stacks/$STACK"`;
  const mark = `${SCRIPT_FOLDER}/plan`;
  return {
    version: 0.2,
    env: { ...shellOf(given), ...(mode === 'plan' && { 'exported-variables': ['PLAN'] }) },
    phases: {
      install: { 'runtime-versions': CODEBUILD_NODE, commands: [embedded(verify)] },
      pre_build: { commands: [...INSTALL_TERRAFORM, AS_ROLE, written(approved)] },
      build: {
        // By way of a file: in `export PLAN=$(...)` nobody hears of a failure.
        commands: [
          BE_ROLE,
          ...(mode === 'plan'
            ? [`${run} >"${mark}"`, `export PLAN="$(cat "${mark}")"`]
            : [`${run} "$APPROVED"`]),
        ],
      },
    },
  };
}

function shellOf({ variables, secrets }: Pick<Common, 'variables' | 'secrets'>): object {
  return { variables, ...(secrets && { 'secrets-manager': secrets }) };
}

function profileCommands({ name, role }: BuildspecProfile): string[] {
  const set = (setting: string, value: string): string =>
    `aws configure set profile.${name}.${setting} "${value}"`;
  if (!role) {
    const own = 'env -u AWS_PROFILE aws configure export-credentials --format process';
    return [set('credential_process', own)];
  }
  return [
    set('role_arn', role.arn),
    set('external_id', role.externalId),
    set('credential_source', 'EcsContainer'),
  ];
}

function reportsOf(reports: readonly BuildspecReport[]): object {
  if (reports.length === 0) return {};
  const groups = reports.map(({ groupArn, files, format }) => [groupArn, { files, 'file-format': format }]);
  return { reports: Object.fromEntries(groups) as object };
}

export interface ExpireBuild {
  readonly noticeHours: number;
  readonly everyHours: number;
  readonly profilePrefix: string;
  /** SNS topics that hear of it. */
  readonly topics: readonly string[];
  readonly secrets?: Common['secrets'];
}

/** Removes what has expired, each environment as the role that may remove it, and sends what people must know. */
export function expireBuildspec(given: ExpireBuild): object {
  const { noticeHours, everyHours, profilePrefix, topics, secrets } = given;
  const expire = `npx dynconf environment expire --notice-hours ${noticeHours} --every-hours ${everyHours} --profiles ${profilePrefix}`;
  return {
    version: 0.2,
    ...(secrets && { env: { 'secrets-manager': secrets } }),
    phases: {
      install: {
        'runtime-versions': CODEBUILD_NODE,
        commands: [...INSTALL_TERRAFORM, `${INSTALL_PACKAGES} --omit=dev`],
      },
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
