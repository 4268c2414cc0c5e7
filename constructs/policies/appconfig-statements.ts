import type { Profile } from '../../compiler/project';
import { becomesOf, isOf, isOfAnother } from './marks';
import { allow, inRegions, type Statement } from './policy';

/** Whose AppConfig it is. */
export interface AppConfigScope {
  readonly environment: string;
  /** 12 digits. */
  readonly account: string;
  readonly regions: readonly string[];
}

/** Everything under an application is in its ARN, so this is more than applications. */
const APPLICATIONS = 'application/*';
const STRATEGIES = 'deploymentstrategy/*';
/** These are never tagged by themselves, or only later: what they are in is asked, too (Service Authorization Reference). */
const VERSIONS = 'application/*/configurationprofile/*/hostedconfigurationversion/*';
const ASSOCIATIONS = 'extensionassociation/*';
const DEPLOYMENTS = 'application/*/environment/*/deployment/*';

/** Makes applications, environments, profiles and strategies, and changes those that it has marked as this environment's. */
export function shapeStatements(scope: AppConfigScope): Statement[] {
  const { environment } = scope;
  const allow = allowIn(scope);
  const everything = [APPLICATIONS, STRATEGIES];
  return [
    { ...allow('CreateAppConfig', CREATE, { of: [] }), Resource: '*' },
    allow('LookAtAppConfig', LOOK, { of: [...everything, ASSOCIATIONS] }),
    allow('ManageAppConfig', MANAGE, { of: everything, terms: isOf(environment) }),
    // What is made has no tag yet that a condition could ask for, but comes with one.
    allow('MarkAppConfig', ['TagResource'], { of: everything, terms: becomesOf(environment) }),
    allow('DeleteAppConfig', DELETE, { of: [VERSIONS, ASSOCIATIONS] }),
  ];
}

/** Hosted versions and deployments of one kind of profile. */
export function deployStatements(scope: AppConfigScope, profile: Profile): Statement[] {
  const allow = allowIn(scope);
  return [
    allow('LookAtAppConfig', LOOK_AT_RELEASES, { of: [APPLICATIONS, STRATEGIES] }),
    allow('Release', RELEASE, { of: [APPLICATIONS], terms: isOf(scope.environment) }),
    allow('ReleaseVersions', RELEASE_VERSIONS, { of: [VERSIONS] }),
    allow('ReleaseDeployments', RELEASE_DEPLOYMENTS, { of: [DEPLOYMENTS] }),
    // AppConfig's own have no tags, and a strategy changes nothing by itself.
    allow('ReleaseAtAPace', ['StartDeployment'], { of: [STRATEGIES] }),
    {
      Sid: 'OtherProfilesStay',
      Effect: 'Deny',
      Action: [...RELEASE_VERSIONS, 'StartDeployment'].map(named),
      Resource: `arn:aws:appconfig:*:${scope.account}:application/*/configurationprofile/*`,
      Condition: isOfAnother(profile),
    },
  ];
}

/** Ends what is rolling out, and deletes versions, whatever release they are of. */
export function withdrawStatements(scope: AppConfigScope): Statement[] {
  const allow = allowIn(scope);
  return [
    allow('LookAtReleases', LOOK_AT_RELEASES, { of: [APPLICATIONS] }),
    allow('Withdraw', WITHDRAW, { of: [APPLICATIONS], terms: isOf(scope.environment) }),
    allow('WithdrawDeployments', ['StopDeployment'], { of: [DEPLOYMENTS] }),
  ];
}

/** Looks at what there is. */
export function lookStatement(scope: AppConfigScope): Statement {
  const looks = [...LOOK_AT_RELEASES, 'GetApplication'];
  return allowIn(scope)('ReadAppConfig', looks, { of: [APPLICATIONS, STRATEGIES] });
}

/** What consumers do. */
export function serveStatement(scope: AppConfigScope): Statement {
  return allowIn(scope)('ReadServed', SERVE_VERBS, { of: [APPLICATIONS] });
}

const SERVE_VERBS = ['StartConfigurationSession', 'GetLatestConfiguration'];
export const SERVE = SERVE_VERBS.map(named);

/** What has no resource to name (Service Authorization Reference). */
const CREATE = ['CreateApplication', 'CreateDeploymentStrategy', 'CreateExtensionAssociation'];
const LOOK = [
  ...['GetApplication', 'GetEnvironment', 'GetConfigurationProfile', 'GetDeploymentStrategy'],
  ...['ListHostedConfigurationVersions', 'ListTagsForResource', 'GetExtensionAssociation'],
];
/** Nothing of an association can be changed but parameters, and ours have none. */
const DELETE = ['DeleteHostedConfigurationVersion', 'DeleteExtensionAssociation'];
const MANAGE = [
  ...['UpdateApplication', 'DeleteApplication', 'CreateEnvironment', 'UpdateEnvironment'],
  ...['DeleteEnvironment', 'CreateConfigurationProfile', 'UpdateConfigurationProfile'],
  ...['DeleteConfigurationProfile', 'UpdateDeploymentStrategy', 'DeleteDeploymentStrategy'],
  ...['DeleteHostedConfigurationVersion', 'TagResource', 'UntagResource'],
];
const LOOK_AT_RELEASES = [
  ...['GetEnvironment', 'ListEnvironments', 'GetConfigurationProfile', 'ListConfigurationProfiles'],
  ...['GetHostedConfigurationVersion', 'ListHostedConfigurationVersions', 'GetDeployment'],
  ...['ListDeployments', 'GetDeploymentStrategy', 'ListTagsForResource'],
];
const RELEASE_VERSIONS = ['CreateHostedConfigurationVersion', 'DeleteHostedConfigurationVersion'];
const RELEASE = [...RELEASE_VERSIONS, 'StartDeployment', 'StopDeployment'];
const RELEASE_DEPLOYMENTS = ['StartDeployment', 'StopDeployment', 'TagResource', 'UntagResource'];
const WITHDRAW = ['DeleteHostedConfigurationVersion', 'StopDeployment'];

function named(verb: string): string {
  return `appconfig:${verb}`;
}

/** In any region of the ARNs, and by its terms in those of the environment: a policy is as short however many they are. */
function allowIn({ regions, account }: AppConfigScope) {
  return (
    Sid: string,
    verbs: readonly string[],
    { of: kinds, terms = {} }: { of: readonly string[]; terms?: NonNullable<Statement['Condition']> },
  ): Statement => {
    const resources = kinds.map((kind) => `arn:aws:appconfig:*:${account}:${kind}`);
    const StringEquals = { ...terms['StringEquals'], ...inRegions(regions)['StringEquals'] };
    return { ...allow(Sid, verbs.map(named), resources), Condition: { ...terms, StringEquals } };
  };
}
