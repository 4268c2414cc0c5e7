import { accountOf } from '../../compiler/arn';
import { isLocal, TOOLS } from '../../compiler/names';
import type { Backend, Project, Tools } from '../../compiler/project';
import { regionsOf } from '../../compiler/targets';
import {
  EVENT_BUS,
  eventBusArn,
  eventRoleName,
  forwardingRuleArns,
  healthRuleName,
  isTold,
  PIPELINE_RULE,
} from './event-names';
import { type PipelineNotice, pipelineNotices } from '../pipeline/pipeline-notices';
import { topicsIn } from '../pipeline/topics-in';

/** What the `release-events` stack holds: the bus that every environment's events come to, and who is told. */
export interface EventResources {
  readonly account: string;
  readonly region: string;
  readonly backend: Backend;
  readonly busName: string;
  readonly busArn: string;
  readonly archiveDays: number;
  /** Accounts of environments, sorted. */
  readonly senderAccounts: readonly string[];
  /** Rules that the bus takes events from. */
  readonly senderRules: readonly string[];
  /** SNS topics of the bus's region: a rule has no others as targets. They hear what AWS announces. */
  readonly topics: readonly string[];
  /** Who hears of approvals and of failures in the pipelines. */
  readonly pipelineNotices: readonly PipelineNotice[];
  /** Of all of these topics, those of other accounts: EventBridge publishes to them as the role. */
  readonly foreignTopics: readonly string[];
  /** Of the rules that look at the tools account itself, and of the role that they put events with. */
  readonly healthRuleName: string;
  readonly pipelineRuleName: string;
  readonly roleName: string;
  /** What could not be told. */
  readonly deadLetterQueue: string;
}

/** A quarter: as long as somebody asks what happened then. */
const ARCHIVE_DAYS = 90;

/** Names the bus of the tools account and everything on it. */
export function eventResources(project: Project, tools: Tools): EventResources {
  const { account, region, backend, notify } = tools;
  const topics = topicsIn(region, notify);
  const notices = pipelineNotices(project, tools);
  const told = new Set([...topics, ...notices.flatMap((notice) => notice.topics)]);
  const senders = project.environments.filter((environment) => !isLocal(environment) && isTold(environment));
  return {
    account,
    region,
    backend,
    busName: EVENT_BUS,
    busArn: eventBusArn(tools),
    archiveDays: ARCHIVE_DAYS,
    senderAccounts: [...new Set(senders.map((environment) => environment.account))].sort(),
    senderRules: senders.flatMap((environment) => forwardingRuleArns(environment, regionsOf(environment))),
    topics,
    pipelineNotices: notices,
    foreignTopics: [...told].filter((topic) => accountOf(topic) !== account),
    healthRuleName: healthRuleName(TOOLS),
    pipelineRuleName: PIPELINE_RULE,
    roleName: eventRoleName(TOOLS),
    deadLetterQueue: `${EVENT_BUS}-not-told`,
  };
}
