import type { Construct } from 'constructs';
import { TrustedRole } from './trusted-role';

export interface AlarmRoleProps {
  readonly environment: string;
  readonly region: string;
  /** @default - no limit */
  readonly permissionsBoundary?: string | undefined;
}

/** What AppConfig reads the state of the monitors with. */
export class AlarmRole extends TrustedRole {
  constructor(scope: Construct, id: string, { environment, region, permissionsBoundary }: AlarmRoleProps) {
    super(scope, id, {
      name: `dynconf-${environment}-${region}-alarms`,
      path: `/dynconf/${environment}/`,
      description: 'AppConfig reads the alarms that roll a deployment back',
      trust: { Principal: { Service: 'appconfig.amazonaws.com' } },
      // Composite alarms can be described with `*` only (AppConfig user guide, permissions for rollback by alarms).
      permissionsBoundary,
      statements: [{ Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: '*' }],
    });
  }
}
