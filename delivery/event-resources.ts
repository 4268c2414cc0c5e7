import { isLocal } from '../compiler/names';
import type { Backend, Environment, Project, Tools } from '../compiler/project';
import {
  EVENT_BUS,
  eventBusArn,
  eventRoleName,
  forwardingRuleArns,
  healthRuleName,
  isTold,
  PIPELINE_RULE,
  rolloutRuleName,
} from './event-names';
import { roleArn } from './role-names';

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
  /** SNS topics of the bus's region: a rule has no others as targets. */
  readonly topics: readonly string[];
  /** Of the rules that look at the tools account itself, and of the role that they put events with. */
  readonly healthRuleName: string;
  readonly pipelineRuleName: string;
  readonly roleName: string;
  /** What could not be told. */
  readonly deadLetterQueue: string;
}

/** What sends an environment's events to the bus; the role is in its access stack. */
export interface ForwardingResources {
  readonly busArn: string;
  readonly roleName: string;
  readonly roleArn: string;
  readonly healthRuleName: string;
  readonly rolloutRuleName: string;
  /** Of every region of the environment. */
  readonly ruleArns: readonly string[];
}

export const EVENTS_STACK = 'release-events';
/** The owner of the tools account's own rule and role. */
const TOOLS = 'tools';
/** A quarter: as long as somebody asks what happened then. */
const ARCHIVE_DAYS = 90;

/** Names the bus of the tools account and everything on it. */
export function eventResources({ environments }: Project, tools: Tools): EventResources {
  const { account, region, backend, notify } = tools;
  const senders = environments.filter((environment) => !isLocal(environment) && isTold(environment));
  return {
    account,
    region,
    backend,
    busName: EVENT_BUS,
    busArn: eventBusArn(tools),
    archiveDays: ARCHIVE_DAYS,
    senderAccounts: [...new Set(senders.map((environment) => environment.account))].sort(),
    senderRules: senders.flatMap((environment) => forwardingRuleArns(environment, regionsOf(environment))),
    topics: notify.filter((topic) => topic.split(':')[3] === region),
    healthRuleName: healthRuleName(TOOLS),
    pipelineRuleName: PIPELINE_RULE,
    roleName: eventRoleName(TOOLS),
    deadLetterQueue: `${EVENT_BUS}-not-told`,
  };
}

/** Names what tells the tools account of an environment's events; nothing for those that nobody is told of. */
export function forwardingResources(
  environment: Environment,
  tools: Tools | undefined,
): ForwardingResources | undefined {
  if (!tools || isLocal(environment) || !isTold(environment)) return undefined;
  const { name, account } = environment;
  return {
    busArn: eventBusArn(tools),
    roleName: eventRoleName(name),
    roleArn: roleArn(account, eventRoleName(name)),
    healthRuleName: healthRuleName(name),
    rolloutRuleName: rolloutRuleName(name),
    ruleArns: forwardingRuleArns(environment, regionsOf(environment)),
  };
}

function regionsOf({ waves }: Environment): string[] {
  return [...new Set(waves.flatMap((wave) => wave.regions))];
}
