import type { DeploymentEvent, GetDeploymentCommandOutput } from '@aws-sdk/client-appconfig';
import { type DeploymentReference, documentName } from '../release-event';

type SeenDeployment = Pick<
  GetDeploymentCommandOutput,
  'State' | 'EventLog' | 'DeploymentNumber' | 'ConfigurationVersion'
>;

/** What happened to a deployment that is not served, with AppConfig's own log, oldest first. */
export function describeRollback(deployment: DeploymentReference, seen: SeenDeployment): string {
  const { deploymentNumber, configurationVersion } = deployment;
  const log = [...(seen.EventLog ?? [])].reverse();
  const cause = log.find(
    ({ EventType }) => EventType === 'ROLLBACK_STARTED' || EventType === 'REVERT_COMPLETED',
  );
  const what = `deployment ${deploymentNumber} of version ${configurationVersion} is ${seen.State ?? 'gone'}`;
  const lines = log.map(
    (event) =>
      `    ${timeOf(event)} ${event.EventType ?? ''}: ${event.Description ?? ''} (${event.TriggeredBy ?? ''})`,
  );
  return [`${documentName(deployment)}: ${what}${causeOf(cause)}`, ...lines].join('\n');
}

function causeOf(cause: DeploymentEvent | undefined): string {
  if (cause === undefined) return '';
  const alarm = /arn:[^\s,"']+:alarm:[^\s,"']+/.exec(cause.Description ?? '')?.[0];
  if (alarm !== undefined)
    return `, rolled back by the alarm ${alarm.slice(alarm.indexOf(':alarm:') + ':alarm:'.length)}`;
  const triggers: Record<string, string> = {
    USER: 'a person',
    CLOUDWATCH_ALARM: 'an alarm',
    APPCONFIG: 'AppConfig',
    INTERNAL_ERROR: 'an internal error of AppConfig',
  };
  return `, stopped by ${triggers[cause.TriggeredBy ?? ''] ?? 'somebody'}`;
}

function timeOf({ OccurredAt }: DeploymentEvent): string {
  return OccurredAt === undefined ? '--:--:--' : OccurredAt.toISOString().slice(11, 19);
}
