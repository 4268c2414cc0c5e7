import { isLocal } from '../../compiler/names';
import type { Project } from '../../compiler/project';
import { hoursLeft, isExpired, isNoticeDue } from '../../release/temporary/temporary-expiry';
import type { Input, Io, Run } from '../command';
import { readHours, type TemporaryEnvironment, temporariesIn } from './environment';
import { removeFromAws } from './environment-remove';
import { CommandError, EXIT } from '../exit-codes';
import { cdktfOutOf } from '../input-stack';
import { loadDefinitions } from '../load-definitions';
import { releaseExit } from '../releases/release-exit';

interface Expiry {
  readonly project: Project;
  readonly input: Input;
  readonly now: Date;
  readonly noticeHours: number;
  readonly everyHours: number;
}

/**
 * `dynconf environment expire`: what a schedule runs. Removes from AWS what has expired, and says what will soon.
 *
 * What people must know is on stdout, one line each, so that a shell can send it. One environment that cannot be
 * removed keeps no other from it. Definitions stay: they are in git, where a person takes them away.
 */
export const run: Run = async (io, input) => {
  const { root, options } = input;
  const project = loadDefinitions(io, root);
  const expiry: Expiry = {
    project,
    input,
    now: new Date(),
    noticeHours: readHours('--notice-hours', options['noticeHours'] ?? 24),
    everyHours: readHours('--every-hours', options['everyHours'] ?? 3),
  };
  let failures = 0;
  for (const environment of reachable(temporariesIn(project), input)) {
    try {
      await expire(io, environment, expiry);
    } catch (error) {
      if (io.signal.aborted || !(error instanceof CommandError)) throw error;
      failures += 1;
      io.out(`${named(environment)} has expired and could not be removed: ${firstLine(error.message)}\n`);
      io.err(`${error.message}\n`);
    }
  }
  return failures > 0 ? EXIT.notInOrder : EXIT.done;
};

/** A schedule in the cloud, which comes as a role of each environment, reaches nobody's own machine. */
function reachable(
  all: readonly TemporaryEnvironment[],
  { options }: Input,
): readonly TemporaryEnvironment[] {
  return options['profiles'] === undefined ? all : all.filter((environment) => !isLocal(environment));
}

async function expire(io: Io, environment: TemporaryEnvironment, expiry: Expiry): Promise<void> {
  const { name, temporary } = environment;
  const { project, now, noticeHours, everyHours, input } = expiry;
  const { expires } = temporary;
  if (isExpired(expires, now)) {
    const prefix = input.options['profiles'];
    const destroyed = await removeExpired(io, environment, {
      project,
      input,
      ...(typeof prefix === 'string' && { profile: `${prefix}${name}` }),
    });
    if (destroyed === 0) return;
    io.out(
      `${named(environment)} expired at ${expires} and is removed: \`npx dynconf environment remove ${name}\` takes away its definition, too\n`,
    );
  } else if (isNoticeDue(expires, { noticeHours, everyHours, now })) {
    const hours = Math.max(1, Math.round(hoursLeft(expires, now)));
    io.out(
      `${named(environment)} expires at ${expires}, in ${hours} h: \`npx dynconf environment extend ${name} --hours 24\` keeps it longer\n`,
    );
  }
}

async function removeExpired(
  io: Io,
  environment: TemporaryEnvironment,
  {
    project,
    input,
    profile,
  }: { readonly project: Project; readonly input: Input; readonly profile?: string },
): Promise<number> {
  const removal = { project, root: input.root, cdktfOut: cdktfOutOf(input), waits: false };
  try {
    return await removeFromAws(io, environment, { ...removal, ...(profile !== undefined && { profile }) });
  } catch (error) {
    throw releaseExit(error);
  }
}

function named({ name, temporary }: TemporaryEnvironment): string {
  return `${name} (${temporary.owner})`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
