import type { Construct } from 'constructs';
import type { Profile } from '../compiler/project';
import { FoundationStack, type TargetStackProps } from './foundation-stack';
import { ReleaseStack, type StagedDocument } from './release-stack';

export interface TargetStacksProps extends TargetStackProps {
  readonly documents: readonly StagedDocument[];
}

/** Adds the stacks of a target, in the order in which they are applied. */
export function addTargetStacks(app: Construct, { documents, ...props }: TargetStacksProps): void {
  const { foundation: foundationName, releases } = props.resources;
  const foundation = new FoundationStack(app, foundationName, props);
  for (const { components, stacks } of releases) {
    const own = documents.filter(({ document }) => components.includes(document.component));
    const release = (profile: Profile): ReleaseStack =>
      new ReleaseStack(app, stacks[profile], {
        ...props,
        profile,
        foundation,
        documents: own.filter(({ document }) => document.profile === profile),
      });
    const flags = release('flags');
    // One deployment per environment at a time: operations would find flags still rolling out.
    release('operations').addDependency(flags);
  }
}
