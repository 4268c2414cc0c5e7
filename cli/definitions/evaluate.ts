import { contextKeysOfFlag, evaluateFlag, type FlagEvaluation } from '../../compiler/evaluate-flag';
import { flagStateIn } from '../../compiler/flag-state';
import type { Flag, Project, Target } from '../../compiler/project';
import { selectorOf } from '../../compiler/targets';
import type { Io, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';
import { parseContext } from './parse-context';
import { readFormat } from '../read-format';
import { requiredTarget, unknownName } from '../required-target';

/** `dynconf evaluate`: what one caller gets of one flag in one target, and why. */
export const run: Run = async (io, { root, args, options }) => {
  const format = readFormat(options['format'], ['text', 'json']);
  const pairs = options['context'];
  const context = parseContext(Array.isArray(pairs) ? (pairs as readonly string[]) : []);
  const project = loadDefinitions(io, root);
  const target = requiredTarget(project, options['in']);
  const flag = requiredFlag(project, args[0] ?? '');
  noteUnknownKeys(io, flag, Object.keys(context));
  const evaluation = evaluateFlag(flagStateIn(flag, target), context);
  io.out(format === 'json' ? `${JSON.stringify(evaluation)}\n` : formatText(flag, target, evaluation));
  return EXIT.done;
};

/** A slip in a key would say nothing and match nothing. */
function noteUnknownKeys(io: Io, flag: Flag, keys: readonly string[]): void {
  const known = contextKeysOfFlag(flag);
  const asked = known.length > 0 ? `they ask for ${known.join(', ')}` : 'it has none';
  for (const unknown of keys.filter((each) => !known.includes(each)))
    io.err(`no rule of ${flag.component}/${flag.key} asks for ${unknown}; ${asked}\n`);
}

/** The flag that `<component>/<flag>` names, where the component is the one that holds it or one that reads it. */
function requiredFlag(project: Project, name: string): Flag {
  const [component = '', key] = name.split('/');
  const flags = project.components.flatMap((one) => one.flags);
  if (key === undefined) {
    const [meant] = flags.filter((flag) => flag.key === name).map((flag) => `${flag.component}/${flag.key}`);
    const hint = `write <component>/<flag>${meant === undefined ? '' : `, as in ${meant}`}`;
    throw new CommandError(EXIT.usage, `${name} names no flag; ${hint}`);
  }
  const held = flags.find((flag) => flag.component === component && flag.key === key);
  const read = flags.find((flag) => flag.readers.includes(component) && flag.key === key);
  const flag = held ?? read;
  if (flag && name === `${component}/${key}`) return flag;
  const known = flags.map((one) => `${one.component}/${one.key}`);
  throw unknownName({ kind: 'flag', name, known });
}

function formatText(
  flag: Flag,
  target: Target,
  { enabled, variant, attributes, reason }: FlagEvaluation,
): string {
  const lines = [
    `${flag.component}/${flag.key} in ${selectorOf(target)} is ${enabled ? 'on' : 'off'}`,
    `  variant: ${variant}`,
    ...Object.entries(attributes).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`),
    `  because ${reason}`,
  ];
  return `${lines.join('\n')}\n`;
}
