import type { Construct } from 'constructs';
import { rollbacksOf } from './event-patterns';
import { TopicNotices, type TopicNoticesProps } from './topic-notices';

export interface RollbackNoticesProps extends Pick<
  TopicNoticesProps,
  'name' | 'topics' | 'account' | 'roleArn' | 'dependsOn'
> {
  /** AppConfig's names. */
  readonly application: string;
  readonly environment: string;
}

/**
 * Tells on-call that AppConfig has rolled back a deployment, in a sentence.
 *
 * An alarm of high severity has told it before that something is wrong; this says what was taken back, and it is the
 * only word of a rollback that a person started, or an alarm of low severity.
 */
export class RollbackNotices extends TopicNotices {
  constructor(scope: Construct, id: string, { application, environment, ...props }: RollbackNoticesProps) {
    super(scope, id, {
      ...props,
      description: `Rollbacks of ${application} in ${environment}, told to its on-call`,
      pattern: rollbacksOf(application, environment),
      sentence: {
        text: 'AppConfig rolled back deployment <deployment> of <application> in <environment>, <region>: the profile <profile> is as it was before version <version>.',
        places: {
          application: '$.detail.Application.Name',
          environment: '$.detail.Environment.Name',
          profile: '$.detail.ConfigurationProfile.Name',
          deployment: '$.detail.DeploymentNumber',
          version: '$.detail.ConfigurationVersion',
          region: '$.region',
        },
      },
    });
  }
}
