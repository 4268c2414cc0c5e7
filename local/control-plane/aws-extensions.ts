import { arnOf } from '../place';
import type { Extension, Region } from '../state';

/**
 * The extension that AWS wrote for EventBridge, as ListExtensions shows it (AWS CLI reference, `list-extensions`).
 *
 * There are more of AWS's; this is the one that needs no parameters and no role. When it runs is documented (AppConfig
 * user guide), what its actions look like is not.
 */
const TO_EVENTBRIDGE: Extension = {
  id: 'AWS.AppConfig.DeploymentNotificationsToEventBridge',
  name: 'AppConfig deployment events to Amazon EventBridge',
  versionNumber: 1,
  description:
    'Sends events to Amazon EventBridge when a deployment of configuration data in AppConfig is started, completed, or ' +
    'rolled back. Can be associated to the following resources in AppConfig: Application, Environment, Configuration Profile.',
  actions: {
    ON_DEPLOYMENT_START: [{}],
    ON_DEPLOYMENT_COMPLETE: [{}],
    ON_DEPLOYMENT_ROLLED_BACK: [{}],
  },
};

/** There in every region, and nobody's to change. */
export const AWS_EXTENSIONS: readonly Extension[] = [TO_EVENTBRIDGE];

/** What AWS wrote is in no account. */
export function extensionArn(region: Region, { id, versionNumber }: IdOfExtension): string {
  const resource = `extension/${id}/${versionNumber}`;
  const isByAws = AWS_EXTENSIONS.some((extension) => extension.id === id);
  return isByAws ? `arn:aws:appconfig:${region.name}::${resource}` : arnOf(region, resource);
}

type IdOfExtension = Pick<Extension, 'id' | 'versionNumber'>;
