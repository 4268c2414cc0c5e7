import { AppconfigDeploymentStrategy } from '@cdktf/provider-aws/lib/appconfig-deployment-strategy';
import { Construct } from 'constructs';
import type { Profile, Strategy } from '../compiler/project';

export interface DeploymentStrategiesProps {
  /** Strategies live in an account and region, beside those of other environments. */
  readonly namePrefix: string;
  readonly strategies: Readonly<Record<Profile, Strategy>>;
}

/**
 * How the rollouts of one target grow. AppConfig allows 20 strategies per account and region: a predefined one is
 * used by its name, and both profiles share one where they grow alike.
 */
export class DeploymentStrategies extends Construct {
  readonly ids: Readonly<Record<Profile, string>>;

  constructor(scope: Construct, id: string, { namePrefix, strategies }: DeploymentStrategiesProps) {
    super(scope, id);
    const { flags, operations } = strategies;
    const flagsId = this.add('Flags', `${namePrefix}-flags`, flags);
    this.ids = {
      flags: flagsId,
      operations: growAlike(flags, operations)
        ? flagsId
        : this.add('Operations', `${namePrefix}-operations`, operations),
    };
  }

  private add(id: string, name: string, strategy: Strategy): string {
    if (strategy.predefined !== undefined) return strategy.predefined;
    const resource = new AppconfigDeploymentStrategy(this, id, {
      // A new name makes a new strategy: AWS provider 5.100.0 crashes when it updates a growth factor in place
      // (hashicorp/terraform-provider-aws#46798), and a rollout under way keeps the pace it was started with.
      name: `${name}-${strategy.growth}-${strategy.factorPercent}`,
      lifecycle: { createBeforeDestroy: true },
      growthType: strategy.growth.toUpperCase(),
      growthFactor: strategy.factorPercent,
      deploymentDurationInMinutes: strategy.durationMinutes,
      finalBakeTimeInMinutes: strategy.bakeMinutes,
      replicateTo: 'NONE',
    });
    return resource.id;
  }
}

function growAlike(one: Strategy, other: Strategy): boolean {
  return (
    one.predefined === other.predefined &&
    one.growth === other.growth &&
    one.factorPercent === other.factorPercent &&
    one.durationMinutes === other.durationMinutes &&
    one.bakeMinutes === other.bakeMinutes
  );
}
