import { FEATURE_FLAGS } from './configuration-profiles';
import type { FoundEnvironment } from './environments';
import type { Place } from '../place';
import { eventLog, rolloutAt } from '../rollout';
import type { Deployment } from '../state';

/** A deployment as GetDeployment answers it. */
export function wireDeployment(
  place: Place,
  { application, environment }: FoundEnvironment,
  deployment: Deployment,
): object {
  return {
    ApplicationId: application.id,
    EnvironmentId: environment.id,
    DeploymentStrategyId: deployment.strategy.id,
    ConfigurationProfileId: deployment.profileId,
    ConfigurationLocationUri: deployment.locationUri,
    Description: deployment.description || undefined,
    ...wireDeploymentSummary(place, deployment),
    EventLog: eventLog(deployment.rollout, place.now),
    AppliedExtensions: appliedExtensions(deployment),
    KmsKeyIdentifier: deployment.kmsKeyIdentifier || undefined,
  };
}

/** A deployment as ListDeployments answers it. */
export function wireDeploymentSummary(place: Place, deployment: Deployment): object {
  const { strategy, rollout } = deployment;
  const { state, percentage, completedAt } = rolloutAt(rollout, place.now);
  return {
    DeploymentNumber: deployment.number,
    ConfigurationName: deployment.profileName,
    ConfigurationVersion: deployment.configurationVersion,
    VersionLabel: deployment.versionLabel,
    DeploymentDurationInMinutes: strategy.durationMinutes,
    GrowthType: strategy.growthType,
    GrowthFactor: strategy.growthFactor,
    FinalBakeTimeInMinutes: strategy.bakeMinutes,
    State: state,
    PercentageComplete: percentage,
    StartedAt: new Date(rollout.startedAt).toISOString(),
    CompletedAt: completedAt === undefined ? undefined : new Date(completedAt).toISOString(),
  };
}

/** AppConfig's own flag helper is an extension too. */
function appliedExtensions({ profileType, extensions = [] }: Deployment): object[] | undefined {
  const helper = {
    ExtensionId: FEATURE_FLAGS,
    ExtensionAssociationId: 'srauvub',
    VersionNumber: 1,
    Parameters: {},
  };
  const applied = [...(profileType === FEATURE_FLAGS ? [helper] : []), ...extensions];
  return applied.length > 0 ? applied : undefined;
}
