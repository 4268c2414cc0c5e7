import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import type { CommandDefinition, Input, Io, OptionValue } from './command';
import { COMMANDS, GROUPS } from './commands';
import { CommandError, EXIT, type ExitCode } from './exit-codes';
import { unknownName } from './required-target';

/** Runs one `dynconf` command line and answers with its exit code: whatever no command has caught ends here. */
export async function run(argv: readonly string[], io: Io = processIo()): Promise<ExitCode> {
  const finished = { exitCode: EXIT.done as ExitCode };
  try {
    const program = buildProgram(io, finished);
    refuseUnknown(program, argv);
    await program.parseAsync([...argv], { from: 'user' });
    return io.signal.aborted ? EXIT.interrupted : finished.exitCode;
  } catch (error) {
    return report(io, error);
  }
}

function report(io: Io, error: unknown): ExitCode {
  if (io.signal.aborted) return EXIT.interrupted;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CommandError) {
    io.err(`${error.message}\n`);
    return error.exitCode;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`dynconf failed, and that is a bug of ours, not a mistake of yours:\n${detail}\n`);
  return EXIT.ourBug;
}

function buildProgram(io: Io, finished: { exitCode: ExitCode }): Command {
  const program = new Command('dynconf')
    .description('feature flags and operational configuration as code on AWS AppConfig')
    .exitOverride()
    .showHelpAfterError('(dynconf --help lists the commands)')
    .configureOutput({ writeOut: io.out, writeErr: io.err });
  for (const definition of COMMANDS) addCommand(program, definition, { io, finished });
  return program;
}

/** `dynconf deplyo --help` would print the help of everything, and succeed. */
function refuseUnknown(program: Command, words: readonly string[]): void {
  const [name] = words;
  if (program.commands.length === 0 || name === undefined || name.startsWith('-') || name === 'help') return;
  const found = program.commands.find((command) => command.name() === name);
  if (found) return refuseUnknown(found, words.slice(1));
  const known = program.commands.map((command) => command.name());
  throw unknownName({ kind: 'command', name, known });
}

function addCommand(
  program: Command,
  definition: CommandDefinition,
  { io, finished }: { io: Io; finished: { exitCode: ExitCode } },
): void {
  const command = parentOf(program, definition.usage).command(lastWord(definition.usage));
  command.summary(definition.summary).description(definition.summary);
  command.option('--root <folder>', 'the definitions folder (default: DYNCONF_ROOT, or this folder)');
  command.showHelpAfterError(`(dynconf ${plainName(definition.usage)} --help says how)`);
  for (const [flags, help, value] of definition.options ?? []) command.option(flags, help, value);
  command.action(async () => {
    const input: Input = {
      root: rootOf(command.opts<{ root?: string }>().root, io.env['DYNCONF_ROOT']),
      args: command.args,
      options: command.opts<Record<string, OptionValue>>(),
    };
    finished.exitCode = await (await definition.load()).run(io, input);
  });
}

/** An empty variable of the environment is one that is not set; an empty word of a command line is a script's mistake. */
function rootOf(option: string | undefined, variable: string | undefined): string {
  if (option === '')
    throw new CommandError(
      EXIT.usage,
      '--root is empty: name the definitions folder (is a variable of a script unset?)',
    );
  return resolve(option ?? (variable || '.'));
}

/** `verify served <stack>`: the command `served` of the group `verify`, made when it is first needed. */
function parentOf(program: Command, usage: string): Command {
  const [group, second] = usage.split(' ');
  if (group === undefined || second === undefined || /^[<[]/.test(second)) return program;
  const known = program.commands.find((command) => command.name() === group);
  return (
    known ??
    program
      .command(group)
      .summary(GROUPS[group] ?? '')
      .description(GROUPS[group] ?? '')
  );
}

/** `verify served <stack>` without its arguments. */
function plainName(usage: string): string {
  return usage.replace(/ [<[].*$/, '');
}

function lastWord(usage: string): string {
  const words = usage.split(' ');
  const isGroup = words[1] !== undefined && !/^[<[]/.test(words[1]);
  return words.slice(isGroup ? 1 : 0).join(' ');
}

function processIo(): Io {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  // A reader that goes away (`dynconf check | head`) is not an error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
  });
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    env: process.env,
    color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    width: process.stdout.columns || 80,
    ...(process.stderr.isTTY ? { clipAt: process.stderr.columns || 80 } : {}),
    signal: interrupted.signal,
  };
}
