import * as applications from '../control-plane/applications';
import type { Call } from './call';
import { answerCloudWatch, isCloudWatch } from '../alarms/cloudwatch';
import * as profiles from '../control-plane/configuration-profiles';
import * as data from '../data-plane/data-plane';
import * as settings from '../control-plane/deletion-protection';
import * as strategies from '../control-plane/deployment-strategies';
import * as deployments from '../control-plane/deployments';
import * as environments from '../control-plane/environments';
import { badRequest } from './errors';
import * as associations from '../control-plane/extension-associations';
import * as extensions from '../control-plane/extensions';
import * as versions from '../control-plane/hosted-versions';
import { answerQueryApi } from './identity';
import type { Place } from '../place';
import type { Reply } from './reply';
import * as tags from '../control-plane/tags';
import { validateConfiguration } from '../control-plane/validate-configuration';

type Operation = (place: Place, call: Call) => Reply;

interface Route {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

const APPLICATION = '/applications/{ApplicationId}';
const ENVIRONMENT = `${APPLICATION}/environments/{EnvironmentId}`;
const DEPLOYMENT = `${ENVIRONMENT}/deployments/{DeploymentNumber}`;
const PROFILE = `${APPLICATION}/configurationprofiles/{ConfigurationProfileId}`;
const VERSION = `${PROFILE}/hostedconfigurationversions/{VersionNumber}`;
const STRATEGY = '/deploymentstrategies/{DeploymentStrategyId}';
const EXTENSION = '/extensions/{ExtensionIdentifier}';
const ASSOCIATION = '/extensionassociations/{ExtensionAssociationId}';

/** Method and path of every operation, as the service model of AppConfig (2019-10-09) and AppConfig Data have them; STS and CloudWatch are at the root. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /': (place, call) => (isCloudWatch(call) ? answerCloudWatch(place, call) : answerQueryApi(call)),
  'POST /applications': applications.createApplication,
  'GET /applications': applications.listApplications,
  [`GET ${APPLICATION}`]: applications.getApplication,
  [`PATCH ${APPLICATION}`]: applications.updateApplication,
  [`DELETE ${APPLICATION}`]: applications.deleteApplication,
  [`POST ${APPLICATION}/environments`]: environments.createEnvironment,
  [`GET ${APPLICATION}/environments`]: environments.listEnvironments,
  [`GET ${ENVIRONMENT}`]: environments.getEnvironment,
  [`PATCH ${ENVIRONMENT}`]: environments.updateEnvironment,
  [`DELETE ${ENVIRONMENT}`]: environments.deleteEnvironment,
  [`POST ${ENVIRONMENT}/deployments`]: deployments.startDeployment,
  [`GET ${ENVIRONMENT}/deployments`]: deployments.listDeployments,
  [`GET ${DEPLOYMENT}`]: deployments.getDeployment,
  [`DELETE ${DEPLOYMENT}`]: deployments.stopDeployment,
  [`POST ${APPLICATION}/configurationprofiles`]: profiles.createConfigurationProfile,
  [`GET ${APPLICATION}/configurationprofiles`]: profiles.listConfigurationProfiles,
  [`GET ${PROFILE}`]: profiles.getConfigurationProfile,
  [`PATCH ${PROFILE}`]: profiles.updateConfigurationProfile,
  [`DELETE ${PROFILE}`]: profiles.deleteConfigurationProfile,
  [`POST ${PROFILE}/validators`]: validateConfiguration,
  [`POST ${PROFILE}/hostedconfigurationversions`]: versions.createHostedConfigurationVersion,
  [`GET ${PROFILE}/hostedconfigurationversions`]: versions.listHostedConfigurationVersions,
  [`GET ${VERSION}`]: versions.getHostedConfigurationVersion,
  [`DELETE ${VERSION}`]: versions.deleteHostedConfigurationVersion,
  'POST /deploymentstrategies': strategies.createDeploymentStrategy,
  'GET /deploymentstrategies': strategies.listDeploymentStrategies,
  [`GET ${STRATEGY}`]: strategies.getDeploymentStrategy,
  [`PATCH ${STRATEGY}`]: strategies.updateDeploymentStrategy,
  [`DELETE ${STRATEGY}`]: strategies.deleteDeploymentStrategy,
  // The misspelling is AWS's, and the only path that its clients use.
  'DELETE /deployementstrategies/{DeploymentStrategyId}': strategies.deleteDeploymentStrategy,
  'POST /extensions': extensions.createExtension,
  'GET /extensions': extensions.listExtensions,
  [`GET ${EXTENSION}`]: extensions.getExtension,
  [`PATCH ${EXTENSION}`]: extensions.updateExtension,
  [`DELETE ${EXTENSION}`]: extensions.deleteExtension,
  'POST /extensionassociations': associations.createExtensionAssociation,
  'GET /extensionassociations': associations.listExtensionAssociations,
  [`GET ${ASSOCIATION}`]: associations.getExtensionAssociation,
  [`PATCH ${ASSOCIATION}`]: associations.updateExtensionAssociation,
  [`DELETE ${ASSOCIATION}`]: associations.deleteExtensionAssociation,
  'GET /tags/{ResourceArn}': tags.listTagsForResource,
  'POST /tags/{ResourceArn}': tags.tagResource,
  'DELETE /tags/{ResourceArn}': tags.untagResource,
  'GET /settings': (place) => settings.getAccountSettings(place),
  'PATCH /settings': settings.updateAccountSettings,
  'POST /configurationsessions': data.startConfigurationSession,
  'GET /configuration': data.getLatestConfiguration,
  'GET /applications/{Application}/environments/{Environment}/configurations/{Configuration}':
    data.getConfiguration,
};

const ROUTES = Object.entries(OPERATIONS).map(([route, operation]) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, segments: path.split('/'), operation };
});

/** The operation that a request means. Parts of the path are decoded after they are told apart: ARNs hold slashes. */
export function findRoute(method: string, path: string): Route | undefined {
  const parts = segmentsOf(path);
  const route = ROUTES.find(
    ({ method: ofRoute, segments }) =>
      ofRoute === method &&
      segments.length === parts.length &&
      segments.every((segment, index) => segment.startsWith('{') || segment === parts[index]),
  );
  if (route === undefined) return undefined;
  const params = route.segments.flatMap((segment, index) =>
    segment.startsWith('{') ? [[segment.slice(1, -1), decode(parts[index] ?? '')]] : [],
  );
  return { operation: route.operation, params: Object.fromEntries(params) as Record<string, string> };
}

/** Some clients leave the slashes of an ARN as they are; what follows `/tags/` is always one ARN. */
function segmentsOf(path: string): string[] {
  const arn = /^\/tags\/(.+)$/.exec(path)?.[1];
  return arn === undefined ? path.split('/') : ['', 'tags', arn];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest(`${text} is not percent-encoded text`);
  }
}
