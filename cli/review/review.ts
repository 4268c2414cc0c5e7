import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { compareDiagnostics } from '../../compiler/reading/findings';
import { checkSideBySide } from '../../compiler/side-by-side/check-side-by-side';
import { loadDeliverable } from '../../delivery/load-deliverable';
import type { Review } from '../../delivery/review/review';
import { reviewChanges } from '../../delivery/review/review-changes';
import { type PageOptions, reviewPage } from '../../delivery/review/review-page';
import { changedCode } from './changed-code';
import type { Input, Io, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { loadComparedProject } from './compared-project';
import { readFormat } from '../read-format';
import { readPlans, readReview } from './read-review';
import { reviewOfServed } from './review-served';
import { storedReview } from './stored-review';
import { writeOutput } from '../write-output';

/** `dynconf review`: what the definitions change, compared with another revision, as the page of a pull request. */
export const run: Run = async (io, input) => {
  const format = readFormat(input.options['format'], ['markdown', 'json']);
  const review = await reviewAskedFor(io, input);
  const { plans, planRun } = input.options;
  const page: PageOptions = {
    plans: plans === undefined ? undefined : readPlans(resolve(String(plans))),
    planRun: planRun === undefined ? undefined : String(planRun),
    isStored: input.options['from'] !== undefined,
  };
  const text = format === 'json' ? storedReview(review) : reviewPage(review, page);
  writeOutput(io, { text, file: input.options['out'] });
  // Who renders what was found elsewhere has found nothing.
  if (page.isStored === true) return EXIT.done;
  return review.diagnostics.some(({ severity }) => severity === 'error') ? EXIT.notInOrder : EXIT.done;
};

async function reviewAskedFor(io: Io, input: Input): Promise<Review> {
  const { base, served, from, workload } = input.options;
  const named = [base, served, from].filter((option) => option !== undefined);
  if (named.length > 1) throw new CommandError(EXIT.usage, 'say --base, --served or --from, not several');
  if (from !== undefined) return readReview(resolve(String(from)));
  if (served !== undefined) return reviewOfServed(io, { root: input.root, environment: served, workload });
  if (workload === undefined) return reviewSince(io, input);
  throw new CommandError(EXIT.usage, '--workload is for --served alone');
}

async function reviewSince(io: Io, { root, options }: Input): Promise<Review> {
  const { base: ref } = options;
  if (typeof ref !== 'string') {
    throw new CommandError(
      EXIT.usage,
      'name what to compare with: --base origin/main or --served <environment> (or what to show: --from FILE)',
    );
  }
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(EXIT.usage, `there is no folder ${root}: name the definitions folder with --root`);
  const base = await loadComparedProject(io, { root, base: ref });
  const { project: head, diagnostics, sources } = loadDeliverable(root);
  const compared = head && base.project ? checkSideBySide(base.project, head, sources) : [];
  return reviewChanges({
    base: { ref, commit: base.commit, project: base.project },
    head: diagnostics.some(({ severity }) => severity === 'error') ? undefined : head,
    diagnostics: [...diagnostics, ...compared].sort(compareDiagnostics),
    notes: [...base.notes, ...(await notesAboutCode(io, root, base.commit))],
  });
}

async function notesAboutCode(io: Io, root: string, commit: string): Promise<string[]> {
  const { length: count } = await changedCode(io, { root, commit });
  if (count === 0) return [];
  const files = count === 1 ? 'one file' : `${count} files`;
  return [`code that makes the stacks changes, too (${files}): what that does, only a plan shows`];
}
