import type { Construct } from 'constructs';
import type { Profile } from '../compiler/project';
import { FoundationStack, type TargetStackProps } from './foundation-stack';
import { ReleaseStack, type StagedDocument } from './release-stack';

export interface TargetStacksProps extends TargetStackProps {
  readonly documents: readonly StagedDocument[];
}

/** Adds the three stacks of a target, in the order in which they are applied. */
export function addTargetStacks(app: Construct, { documents, ...props }: TargetStacksProps): void {
  const { stacks } = props.resources;
  const foundation = new FoundationStack(app, stacks.foundation, props);
  const release = (profile: Profile): ReleaseStack =>
    new ReleaseStack(app, stacks[profile], {
      ...props,
      profile,
      foundation,
      documents: documents.filter(({ document }) => document.profile === profile),
    });
  const flags = release('flags');
  // One deployment per environment at a time: operations would find flags still rolling out.
  release('operations').addDependency(flags);
}
