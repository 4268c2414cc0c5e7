import { AppconfigEnvironment } from '@cdktf/provider-aws/lib/appconfig-environment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { literal, literals } from './literal';

export interface Monitor {
  readonly alarmArn: string;
  readonly alarmRoleArn: string;
}

export interface ApplicationEnvironmentProps {
  readonly applicationId: string;
  readonly name: string;
  /** @default - none */
  readonly description?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** At most 5; a deployment is rolled back when one of them goes into ALARM. */
  readonly monitors: readonly Monitor[];
  /** What must exist before AppConfig may read the alarms. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** An environment of one application: what consumers name, and what is rolled back. */
export class ApplicationEnvironment extends Construct {
  readonly environmentId: string;
  readonly resource: AppconfigEnvironment;

  constructor(scope: Construct, id: string, props: ApplicationEnvironmentProps) {
    super(scope, id);
    const { applicationId, name, description, tags, monitors, dependsOn = [] } = props;
    const resource = new AppconfigEnvironment(this, 'Resource', {
      applicationId,
      name,
      ...(description !== undefined && { description: literal(description) }),
      tags: literals(tags),
      ...(monitors.length > 0 && { monitor: [...monitors] }),
      ...(dependsOn.length > 0 && { dependsOn: [...dependsOn] }),
    });
    this.resource = resource;
    this.environmentId = resource.environmentId;
  }
}
