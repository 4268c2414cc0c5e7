import type {
  CodepipelineStageBeforeEntry,
  CodepipelineStageBeforeEntryConditionRule,
} from '@cdktf/provider-aws/lib/codepipeline';
import type { Condition, Rule } from '../../delivery/pipeline/delivery-plan';
import { literal } from '../literal';

/** A condition as CodePipeline takes it, before a stage as after one (CodePipeline user guide, "Rule structure reference"). */
export function stageCondition({ result, rules }: Condition): CodepipelineStageBeforeEntry {
  return { condition: { result, rule: rules.map(renderRule) } };
}

function renderRule(rule: Rule): CodepipelineStageBeforeEntryConditionRule {
  const typeOf = (provider: string) => ({ category: 'Rule', owner: 'AWS', provider, version: '1' });
  if (rule.type === 'window') {
    return {
      name: rule.name,
      ruleTypeId: typeOf('DeploymentWindow'),
      configuration: { Cron: rule.cron, TimeZone: literal(rule.timeZone) },
    };
  }
  return {
    name: rule.name,
    ruleTypeId: typeOf('CloudWatchAlarm'),
    configuration: { AlarmName: rule.alarmName, AlarmStates: rule.states.join(',') },
    region: rule.region,
    roleArn: rule.role,
  };
}
