/** What rules listen for: every pattern once, and what AWS says of its events. */

/**
 * Services that this project runs something in.
 *
 * AWS Health writes no list of its service codes; that of CloudWatch Synthetics is not known, so both spellings stand.
 */
const SERVICES = ['APPCONFIG', 'CODEBUILD', 'CODEPIPELINE', 'LAMBDA', 'SYNTHETICS', 'CLOUDWATCHSYNTHETICS'];
const APPCONFIG = 'aws.appconfig';
const CODEPIPELINE = 'aws.codepipeline';

/** How AppConfig's deployments go; a prefix, for a rollback has two names. Calls that CloudTrail saw are called otherwise. */
export const ROLLOUTS = { source: [APPCONFIG], 'detail-type': [{ prefix: 'On Deployment ' }] };

/**
 * The rollbacks of one application in one environment.
 *
 * Two spellings: `On Deployment Rollback` comes from AppConfig itself (EventBridge reference, "AWS AppConfig events"),
 * `On Deployment Rolled Back` from its extension for EventBridge (AppConfig user guide). What is in the former AWS does
 * not write; here it is taken to be the same.
 */
export function rollbacksOf(application: string, environment: string): object {
  return {
    source: [APPCONFIG],
    'detail-type': ['On Deployment Rolled Back', 'On Deployment Rollback'],
    detail: { Application: { Name: [application] }, Environment: { Name: [environment] } },
  };
}

/** What happens in the pipelines of an account: runs, stages and actions. */
export const PIPELINES = {
  source: [CODEPIPELINE],
  'detail-type': ['Pipeline', 'Stage', 'Action'].map((what) => `CodePipeline ${what} Execution State Change`),
  detail: { pipeline: [{ prefix: 'dynconf-' }] },
};

/** An action that waits for a person has started, in one of these stages. */
export function approvalsIn(pipeline: string, stages: readonly string[]): object {
  return {
    source: [CODEPIPELINE],
    'detail-type': ['CodePipeline Action Execution State Change'],
    detail: { pipeline: [pipeline], stage: stages, state: ['STARTED'], type: { category: ['Approval'] } },
  };
}

/** One of these stages has failed. */
export function failuresIn(pipeline: string, stages: readonly string[]): object {
  return {
    source: [CODEPIPELINE],
    'detail-type': ['CodePipeline Stage Execution State Change'],
    detail: { pipeline: [pipeline], stage: stages, state: ['FAILED'] },
  };
}

/** What AWS announces about one account and region: runtimes that end, changes that are planned. */
export const ANNOUNCEMENTS = {
  source: ['aws.health'],
  'detail-type': ['AWS Health Event'],
  detail: {
    service: SERVICES,
    eventScopeCode: ['ACCOUNT_SPECIFIC'],
    eventTypeCategory: ['scheduledChange', 'accountNotification'],
  },
};

/** On the bus, where nothing else of it comes. */
export const ANNOUNCED = { source: ['aws.health'] };
