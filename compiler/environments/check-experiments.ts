import type { Findings } from '../reading/findings';
import { entriesOf, textsOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { isOnThisMachine, type ResolvedEnvironment } from './resolve-environments';

/** Ids of experiment templates as AWS FIS makes them; a word of capitals has no digit. */
const TEMPLATE = /\bEXT(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{10,60}\b/g;

/** Checks that the role which tests run as may start the experiments that their commands name. */
export function checkExperiments(environments: readonly ResolvedEnvironment[], findings: Findings): void {
  // What several environments inherit is one line.
  const seen = new Set<YamlNode>();
  for (const environment of environments) {
    if (!environment.isComplete || isOnThisMachine(environment)) continue;
    const tests = valueOf(environment.root, 'tests');
    const allowed = new Set(
      textsOf(valueOf(valueOf(tests, 'resilience'), 'experiments')).map(({ text }) => text),
    );
    const commands = entriesOf(tests).flatMap(([, { value }]) => textsOf(valueOf(value, 'commands')));
    for (const { text, node } of commands) {
      const template = [...text.matchAll(TEMPLATE)].map(([id]) => id).find((id) => !allowed.has(id));
      if (template === undefined || seen.has(node)) continue;
      seen.add(node);
      findings.warning(node, 'EXPERIMENT_NOT_ALLOWED', {
        message: `the command names the experiment template ${template}, and the role of the tests of ${environment.name} may not start it`,
        fix: `add it to the experiments of resilience: experiments: [${[...allowed, template].join(', ')}]`,
      });
    }
  }
}
