import { AppconfigExtensionAssociation } from '@cdktf/provider-aws/lib/appconfig-extension-association';
import { Construct } from 'constructs';

export interface EventExtensionProps {
  readonly region: string;
  /** Of the AppConfig environment that it listens to. */
  readonly environmentArn: string;
}

/**
 * Lets AppConfig send what happens to an environment's deployments to EventBridge: starts, ends and rollbacks, on the
 * default bus of account and region.
 *
 * By an extension that AWS wrote: it has no account in its ARN, needs no role and cannot be changed (AppConfig user
 * guide, "Using the AWS AppConfig deployment events to Amazon EventBridge extension").
 */
export class EventExtension extends Construct {
  constructor(scope: Construct, id: string, { region, environmentArn }: EventExtensionProps) {
    super(scope, id);
    new AppconfigExtensionAssociation(this, 'Association', {
      extensionArn: `arn:aws:appconfig:${region}::extension/AWS.AppConfig.DeploymentNotificationsToEventBridge/1`,
      resourceArn: environmentArn,
      // Which ARN AWS answers with is known from documentation alone: another spelling must not replace it at every apply.
      lifecycle: { ignoreChanges: ['extension_arn'] },
    });
  }
}
