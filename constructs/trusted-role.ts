import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from './policies/policy';

export interface TrustedRoleProps {
  /** At most 64 characters. */
  readonly name: string;
  /** @default / */
  readonly path?: string;
  /** At most 1000 characters. */
  readonly description: string;
  /** Who may take the role on, and when. */
  readonly trust: Omit<Statement, 'Effect' | 'Action' | 'Resource'>;
  /** How it is taken on. @default sts:AssumeRole */
  readonly takenOnBy?: 'sts:AssumeRole' | 'sts:AssumeRoleWithWebIdentity';
  /** Tags that a session may have, and when. @default - none */
  readonly sessionTags?: NonNullable<Statement['Condition']>;
  readonly statements: readonly Statement[];
  /** ARN of the policy that says what it may do at most. @default - no limit */
  readonly permissionsBoundary?: string | undefined;
}

/** An IAM role and the one policy that says what it may do. */
export class TrustedRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What the role may do, it may do once this exists. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: TrustedRoleProps) {
    super(scope, id);
    const { name, path, description, trust, sessionTags, statements, permissionsBoundary } = props;
    const { takenOnBy = 'sts:AssumeRole' } = props;
    const role = new IamRole(this, 'Role', {
      name,
      description,
      ...(path !== undefined && { path }),
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      assumeRolePolicy: policyDocument([
        { Effect: 'Allow', Action: takenOnBy, ...trust },
        ...(sessionTags ? [tagging(trust, sessionTags)] : []),
      ]),
    });
    this.policy = new IamRolePolicy(this, 'Policy', {
      name: 'permissions',
      role: role.name,
      policy: policyDocument(statements),
    });
    this.arn = role.arn;
    this.name = role.name;
  }
}

function tagging(
  trust: TrustedRoleProps['trust'],
  Condition: NonNullable<Statement['Condition']>,
): Statement {
  return { ...trust, Effect: 'Allow', Action: 'sts:TagSession', Condition };
}
