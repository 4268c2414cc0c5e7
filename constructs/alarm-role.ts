import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';

export interface AlarmRoleProps {
  readonly name: string;
}

/** What AppConfig reads the state of the monitors with. */
export class AlarmRole extends Construct {
  readonly arn: string;
  /** AppConfig may read alarms once this exists. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, { name }: AlarmRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'Role', {
      name,
      path: '/dynconf/',
      description: 'AppConfig reads the alarms that roll a deployment back',
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'appconfig.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    });
    this.policy = new IamRolePolicy(this, 'Policy', {
      name: 'read-alarms',
      role: role.name,
      policy: JSON.stringify({
        Version: '2012-10-17',
        // Composite alarms can only be described with `*` (CloudWatch's list of actions and resources).
        Statement: [{ Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: '*' }],
      }),
    });
    this.arn = role.arn;
  }
}
