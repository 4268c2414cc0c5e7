import { accountOf } from '../../compiler/arn';
import { isLocal } from '../../compiler/names';
import type { Environment, Tools } from '../../compiler/project';
import { regionsOf } from '../../compiler/targets';
import {
  eventBusArn,
  eventRoleName,
  forwardingRuleArns,
  healthRuleName,
  isTold,
  rolloutRuleName,
} from './event-names';
import { roleArn } from '../role-names';

/** What sends an environment's events to the bus; the role is in its access stack. */
export interface ForwardingResources {
  readonly busArn: string;
  readonly roleName: string;
  readonly roleArn: string;
  readonly healthRuleName: string;
  readonly rolloutRuleName: string;
  /** Of every region of the environment. */
  readonly ruleArns: readonly string[];
  /** On-call topics of other accounts: EventBridge publishes to them as the role. */
  readonly foreignTopics: readonly string[];
}

/** Names what tells the tools account of an environment's events; nothing for those that nobody is told of. */
export function forwardingResources(
  environment: Environment,
  tools: Tools | undefined,
): ForwardingResources | undefined {
  if (!tools || isLocal(environment) || !isTold(environment)) return undefined;
  const { name, account, onCall } = environment;
  const topics = [...new Set(Object.values(onCall).flat())];
  return {
    busArn: eventBusArn(tools),
    roleName: eventRoleName(name),
    roleArn: roleArn(account, eventRoleName(name)),
    healthRuleName: healthRuleName(name),
    rolloutRuleName: rolloutRuleName(name),
    ruleArns: forwardingRuleArns(environment, regionsOf(environment)),
    foreignTopics: topics.filter((topic) => accountOf(topic) !== account),
  };
}
