import type { Diagnostic } from '../../compiler/diagnostic';
import type { Project } from '../../compiler/project';
import { affectedStacks, pipelineEstimates } from './affected-stacks';
import { compareDocuments, documentChanges, type TargetDocuments } from './document-changes';
import { type Review, REVIEW_VERSION } from './review';

/** The definitions of two revisions, and what was found in the new ones. */
export interface Revisions {
  readonly base: Review['base'] & { readonly project?: Project | undefined };
  /** Absent: there are mistakes. */
  readonly head?: Project | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly notes: readonly string[];
}

const NO_TARGETS = { changed: [], unchanged: [], added: [], removed: [] };

/** What one revision changes, compared with another. */
export function reviewChanges({ base, head, diagnostics, notes }: Revisions): Review {
  const { ref, commit } = base;
  const said = { version: REVIEW_VERSION, base: { ref, commit }, notes, diagnostics } as const;
  if (!head || !base.project) return { ...said, changes: [], targets: NO_TARGETS, stacks: [], pipelines: [] };
  const stacks = affectedStacks(base.project, head);
  const documents = documentChanges(base.project, head);
  return { ...said, ...documents, stacks, pipelines: pipelineEstimates(head, stacks) };
}

/** What an environment serves, and what the definitions want it to. */
export interface ServedRevision {
  readonly environment: string;
  readonly served: readonly TargetDocuments[];
  readonly wanted: readonly TargetDocuments[];
  readonly notes: readonly string[];
}

/** What a release changes in one environment, whatever has been released there before. */
export function reviewServed({ environment, served, wanted, notes }: ServedRevision): Review {
  const base = { ref: `what ${environment} serves`, commit: '' };
  return {
    ...{ version: REVIEW_VERSION, base, notes, diagnostics: [], stacks: [], pipelines: [] },
    ...compareDocuments(served, wanted),
  };
}
