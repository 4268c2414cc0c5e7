import type { Diagnostic } from '../../compiler/diagnostic';
import type { Json, Profile } from '../../compiler/project';
import type { OrderedStackKind } from '../stack-order';

/**
 * What a change of the definitions means, as plain JSON: it travels between jobs that do not trust each other, and is
 * rendered in one place, review-page.ts.
 */
export interface Review {
  readonly version: typeof REVIEW_VERSION;
  /** The commit is empty where it is no revision that is compared with, but what is served. */
  readonly base: { readonly ref: string; readonly commit: string };
  /** What the comparison does not see, in sentences. */
  readonly notes: readonly string[];
  /** Of the new definitions; with an error among them nothing is compared. */
  readonly diagnostics: readonly Diagnostic[];
  readonly changes: readonly DocumentChange[];
  readonly targets: ReviewedTargets;
  /** In the order in which they are applied; what is removed comes last. */
  readonly stacks: readonly AffectedStack[];
  readonly pipelines: readonly PipelineEstimate[];
}

export const REVIEW_VERSION = 1;

/** `<environment>/<region>`, in rollout order. */
export interface ReviewedTargets {
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Not in the base: everything in it is new. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What happens to one flag, or to one operations document, in the same way in each of the targets. */
export interface DocumentChange {
  readonly component: string;
  readonly profile: Profile;
  /** Absent: it is about the operations document. */
  readonly flag?: string;
  readonly kind: ChangeKind;
  readonly edits: readonly Edit[];
  readonly targets: readonly string[];
}

export type ChangeKind = 'added' | 'removed' | 'changed';

/** One value that is another one now. */
export interface Edit {
  /** From the flag or document down: `['attributes', 'label']`. */
  readonly path: readonly string[];
  /** Absent: there was none. */
  readonly before?: Json;
  /** Absent: there is none any more. */
  readonly after?: Json;
}

export interface AffectedStack {
  readonly stack: string;
  readonly kind: OrderedStackKind;
  /** Of the environment, or `tools`. */
  readonly environment: string;
  readonly change: ChangeKind;
}

/** How long a pipeline takes from its first action to its last, without approvals and windows. */
export interface PipelineEstimate {
  readonly pipeline: string;
  readonly stages: readonly { readonly name: string; readonly minutes: number }[];
}

/** What `dynconf plan` finds, as plain JSON: it travels as a review does. */
export interface Plans {
  readonly plans: readonly PlanMeaning[];
  readonly notPlanned: readonly NotPlannedStack[];
}

/** A stack that is affected, or may be, and that a plan of a pull request does not look at. */
export interface NotPlannedStack {
  readonly stack: string;
  readonly because: string;
}

/** What Terraform would do to one stack: names and actions, never a value. */
export interface PlanMeaning {
  readonly stack: string;
  readonly resources: readonly PlannedResource[];
  readonly documents: readonly PlannedDocument[];
  /** Why there is no plan; then the lists are empty. */
  readonly problem?: string;
}

export type PlannedAction = 'create' | 'update' | 'replace' | 'delete' | 'forget';

export interface PlannedResource {
  readonly address: string;
  readonly action: PlannedAction;
  /** The arguments that an update changes, or that force a replacement. */
  readonly because: readonly string[];
}

/** A document that the plan uploads, by the names of what is in it. */
export interface PlannedDocument {
  readonly address: string;
  readonly action: PlannedAction;
  /** Flags, or the uppermost keys of an operations document. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}
