import { compileDocuments } from '../../compiler/compile-documents';
import { stackName } from '../../compiler/names';
import type { Document } from '../../compiler/project';
import { selectorOf } from '../../compiler/targets';
import { differences, expectedServed, readServed } from '../../release/appconfig/verify-served';
import type { Run } from '../command';
import { findingOf, testTarget, type TestCase, type TestedTarget } from './target-test';

/** `dynconf test integration <target>`: reads every document as a client does and compares it with the definitions. */
export const run: Run = (io, input) => testTarget(io, input, { kind: 'integration', test: readEverything });

/** One after the other, as a client has its documents. */
async function readEverything(tested: TestedTarget): Promise<TestCase[]> {
  const cases: TestCase[] = [];
  for (const document of compileDocuments(tested.project, tested.target)) {
    if (tested.signal.aborted) break;
    const failures = await problemsOf(document, tested).catch((error: unknown) => [whyUnread(error)]);
    cases.push({
      name: `${document.application} ${document.profile} is served as the definitions say`,
      failures,
    });
  }
  const isNew = cases.length > 0 && cases.every(({ failures: [first] }) => first === NOT_THERE);
  return isNew ? [neverApplied(tested)] : cases;
}

const NOT_THERE = 'AppConfig does not have it: it was never applied here, or never released';

function whyUnread(error: unknown): string {
  const isGone = error instanceof Error && error.name === 'ResourceNotFoundException';
  return isGone ? NOT_THERE : `it cannot be read: ${findingOf(error)}`;
}

/** What is true of every document is said once. */
function neverApplied({ target }: TestedTarget): TestCase {
  const place = selectorOf(target);
  return {
    name: `${place} is served as the definitions say`,
    failures: [
      `AppConfig has nothing of ${place}: it was never applied, begin with ${stackName(target, 'foundation')}`,
    ],
  };
}

async function problemsOf(
  { application, environment, profile, value }: Document,
  { clients }: TestedTarget,
): Promise<string[]> {
  const served = await readServed(clients.data, { application, environment, profile });
  if (served === null) return ['clients get nothing: its first rollout is not complete'];
  return differences(served, expectedServed(profile, value));
}
