import { evaluateFlag, type FlagEvaluation } from '../../compiler/evaluate-flag';
import { applicationName } from '../../compiler/names';
import type { Component, Flag, JsonObject, Spec } from '../../compiler/project';
import { specFailures } from '../../compiler/run-specs';
import { targetsIn } from '../../compiler/targets';
import { ServedLook } from '../../release/status/status-served';
import { differences, expectedServed } from '../../release/appconfig/verify-served';
import { askAgent } from './ask-agent';
import type { Run } from '../command';
import { servedFlagState } from './served-flag-state';
import { specName } from '../definitions/specs';
import { findingOf, testTarget, type TestCase, type TestedTarget } from './target-test';

/** Who answers what a caller gets of a flag. */
type Evaluate = (
  flag: Flag,
  given: Spec['given'],
) => Promise<Omit<FlagEvaluation, 'reason'> | undefined> | Omit<FlagEvaluation, 'reason'> | undefined;

/**
 * `dynconf test acceptance <target>`: what the definitions promise about their flags, tried on what is served there.
 *
 * AppConfig Data shows clients the default variant alone, so that the document with all of its rules is asked for as
 * it was deployed, and believed only while clients get what it says. With `--agent` an AppConfig Agent decides.
 */
export const run: Run = (io, input) => {
  const { agent } = input.options;
  const test = (tested: TestedTarget): Promise<TestCase[]> =>
    acceptAll(tested, typeof agent === 'string' ? agent : undefined);
  return testTarget(io, input, { kind: 'acceptance', test });
};

async function acceptAll(tested: TestedTarget, agent: string | undefined): Promise<TestCase[]> {
  const look = new ServedLook(tested.clients, true);
  const cases: TestCase[] = [];
  for (const component of tested.project.components) {
    const promised = component.flags.flatMap((flag) =>
      flag.specs.filter((spec) => isMeant(tested, spec)).map((spec) => ({ flag, spec })),
    );
    if (promised.length === 0 || tested.signal.aborted) continue;
    const seen = agent === undefined ? await seenBy(look, component, tested) : { problems: [] };
    for (const { flag, spec } of promised) {
      const evaluate: Evaluate = (one, given) => {
        if (agent !== undefined) return askAgent(agent, { flag: one, given, ...tested });
        const state = seen.document && servedFlagState(one, seen.document);
        return state && evaluateFlag(state, given);
      };
      cases.push(await caseOf({ flag, spec }, seen.problems, evaluate));
    }
  }
  if (cases.length > 0 || tested.signal.aborted) return cases;
  return [
    {
      name: 'flags do as their specs say',
      failures: [],
      isSkipped: true,
      notes: ['no flag has a spec here'],
    },
  ];
}

interface Seen {
  /** As it was deployed: with variants and rules. */
  readonly document?: JsonObject;
  readonly problems: readonly string[];
}

async function seenBy(look: ServedLook, component: Component, { target }: TestedTarget): Promise<Seen> {
  const { environment } = target;
  const place = {
    component: component.name,
    application: applicationName(component, environment),
    environment: environment.name,
    profile: 'flags' as const,
  };
  try {
    const { newest, rollback, content } = (await look.look(place)) ?? {};
    if (newest === undefined) return { problems: ['nothing was ever deployed'] };
    if (rollback !== undefined) return { problems: [rollback] };
    if (newest.state !== 'COMPLETE') return { problems: [`deployment ${newest.number} is ${newest.state}`] };
    if (newest.stored === undefined) return { problems: [`version ${newest.version} is not kept any more`] };
    const problems = differences(content, expectedServed('flags', newest.stored));
    return {
      document: newest.stored,
      problems: problems.map((problem) => `clients get something else: ${problem}`),
    };
  } catch (error) {
    return { problems: [`it cannot be read: ${findingOf(error)}`] };
  }
}

async function caseOf(
  { flag, spec }: { readonly flag: Flag; readonly spec: Spec },
  problems: readonly string[],
  evaluate: Evaluate,
): Promise<TestCase> {
  const { file, line } = spec.at;
  const name = `${flag.component}/${flag.key}: ${specName(spec)}`;
  if (problems.length > 0) return { name, file, line, failures: problems };
  const evaluation = await evaluate(flag, spec.given);
  const failures = evaluation ? specFailures(spec, evaluation) : ['the flag is not served'];
  return { name, file, line, failures };
}

function isMeant({ project, target }: TestedTarget, { in: selector }: Spec): boolean {
  return targetsIn(project, selector).some(
    ({ environment, region }) => environment.name === target.environment.name && region === target.region,
  );
}
