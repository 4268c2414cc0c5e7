import type { Construct } from 'constructs';
import type { DeliveryPlan } from '../../delivery/pipeline/delivery-plan';
import type { DeliveryPipelineProps } from './delivery-pipeline';
import type { Statement } from '../policies/policy';
import { TrustedRole } from '../trusted-role';

/** What CodePipeline itself may do: hand artifacts on, start the plan's projects, ask for approval, look at alarms. */
export function addPipelineRole(scope: Construct, props: DeliveryPipelineProps): TrustedRole {
  const { roleName, tools, artifacts, projectArns, plan, permissionsBoundary } = props;
  const { account, region, source } = tools;
  return new TrustedRole(scope, 'Role', {
    name: roleName,
    description: `CodePipeline ${plan.name}`,
    trust: {
      Principal: { Service: 'codepipeline.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceArn': `arn:aws:codepipeline:${region}:${account}:${plan.name}` },
      },
    },
    statements: [
      allow('Source', USE_CONNECTION, [source.connection]),
      allow('Build', ['codebuild:StartBuild', 'codebuild:BatchGetBuilds'], projectArns),
      ...artifacts.accessStatements(),
      allow('AskForApproval', ['sns:Publish'], topicsOf(plan)),
      allow('LookAtAlarms', ['sts:AssumeRole'], watchRolesOf(plan)),
    ].filter(({ Resource }) => Resource?.length !== 0),
    permissionsBoundary,
  });
}

/** A connection has two names in IAM (Developer Tools user guide): the older one still counts for older connections. */
const USE_CONNECTION = ['codeconnections:UseConnection', 'codestar-connections:UseConnection'];

function allow(Sid: string, Action: readonly string[], Resource: readonly string[]): Statement {
  return { Sid, Effect: 'Allow', Action, Resource };
}

/** An approval tells one topic; all others hear of it by the notification rule. */
function topicsOf({ stages }: DeliveryPlan): string[] {
  const actions = stages.flatMap((stage) => stage.actions);
  return [...new Set(actions.flatMap(({ approval }) => approval?.notify.slice(0, 1) ?? []))];
}

/** CodePipeline comes to the account of an environment as the role that a rule names. */
function watchRolesOf({ stages }: DeliveryPlan): string[] {
  const rules = stages.flatMap(({ entry, success }) => [...(entry?.rules ?? []), ...(success?.rules ?? [])]);
  return [...new Set(rules.flatMap((rule) => (rule.type === 'alarm' ? [rule.role] : [])))];
}
