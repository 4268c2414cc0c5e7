import type { Diagnostic } from '../diagnostic';
import { isLocal } from '../names';
import type { Project, Target } from '../project';
import { Findings } from '../reading/findings';
import { selectorOf, targetsOf } from '../targets';
import { compareFlags } from './compare-flags';
import { compareOperations } from './compare-operations';
import { HeadFiles } from './head-files';

/** A place that both revisions serve, as each of them defines it. */
export interface TargetPair {
  /** `<environment>/<region>`. */
  readonly selector: string;
  readonly base: Target;
  readonly head: Target;
}

export interface SideBySide {
  readonly targets: readonly TargetPair[];
  readonly files: HeadFiles;
  readonly findings: Findings;
}

/**
 * Finds what cannot be valid at the same time in a revision and the one before it.
 *
 * While a rollout grows, and after one is taken back, documents of both are served, and consumers built for either read
 * them. A schema is applied before the document that it is for, so that it meets the one that is served, too.
 */
export function checkSideBySide(
  base: Project,
  head: Project,
  /** The texts that `head` was read from. */
  sources: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  const findings = new Findings();
  const context = { targets: targetPairs(base, head), files: new HeadFiles(sources), findings };
  for (const before of base.components) {
    const now = head.components.find(({ name }) => name === before.name);
    compareFlags({ base: before.flags, head: now?.flags ?? [] }, context);
    if (!before.operations || !now?.operations) continue;
    compareOperations({ base: before.operations, head: now.operations }, context);
  }
  return findings.sorted();
}

/** What is on the machine you sit at breaks nobody, unless there is nothing else. */
function targetPairs(base: Project, head: Project): readonly TargetPair[] {
  const before = new Map(targetsOf(base).map((target) => [selectorOf(target), target]));
  const pairs = targetsOf(head).flatMap((target) => {
    const selector = selectorOf(target);
    const other = before.get(selector);
    return other ? [{ selector, base: other, head: target }] : [];
  });
  const released = pairs.filter(({ head: { environment } }) => !isLocal(environment));
  return released.length > 0 ? released : pairs;
}
