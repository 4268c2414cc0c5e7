import { applicationName } from '../../compiler/names';
import type { Component, JsonObject, Profile, Project, Target } from '../../compiler/project';
import { selectorOf } from '../../compiler/targets';
import { connectAppConfig } from '../../release/appconfig/appconfig-clients';
import { rollBack, type RolledBack } from '../../release/deploy/rollback';
import { targetAccess } from '../../release/target-access';
import type { Input, Io, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { cdktfOutOf, pollMilliseconds } from '../input-stack';
import { loadDefinitions } from '../load-definitions';
import { releaseExit } from './release-exit';
import { releaseScreen } from './release-screen';
import { requiredTargets, unknownName } from '../required-target';
import { type ServedRow, servedTable } from './served-table';

/** `dynconf rollback <component> --in <env>[/<region>] --reason "…"`: takes back the newest deployment of a document. */
export const run: Run = async (io, input) => {
  const { reason } = input.options;
  if (typeof reason !== 'string' || reason.trim() === '')
    throw new CommandError(EXIT.usage, 'say why it is taken back: --reason "…"');
  const project = loadDefinitions(io, input.root);
  const component = componentOf(project, input);
  const profile = profileOf(component, input.options['profile']);
  const targets = requiredTargets(project, input.options['in']);
  // Side by side: customers wait, and a region that refuses must not hold up the others.
  const results = await Promise.allSettled(
    targets.map((target) => rollBackIn(io, input, { project, component, profile, target, reason })),
  );
  const outcomes = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  for (const { isDone, text } of outcomes) io.err(`${isDone ? 'done   ' : 'nothing'} ${text}\n`);
  tellServed(
    io,
    results.flatMap((one, index) =>
      one.status === 'fulfilled' ? servedRows(one.value, { component, profile, target: targets[index] }) : [],
    ),
  );
  if (outcomes.some(({ isDone }) => isDone)) sayWhatComesNext(io, `${component.name} ${profile}`);
  const failures = results.flatMap((one, index) =>
    one.status === 'rejected' ? [failureIn(targets[index], one.reason)] : [],
  );
  if (failures.length > 0) throw together(failures);
  return outcomes.some(({ isDone }) => isDone) ? EXIT.done : EXIT.notInOrder;
};

interface Rollback {
  readonly project: Project;
  readonly component: Component;
  readonly profile: Profile;
  readonly target: Target;
  readonly reason: string;
}

async function rollBackIn(
  io: Io,
  input: Input,
  { project, component, profile, target, reason }: Rollback,
): Promise<RolledBack> {
  const { environment, region } = target;
  const access = targetAccess(project, target, {
    cdktfOut: cdktfOutOf(input),
    localEndpoint: io.env['DYNCONF_APPCONFIG_ENDPOINT'],
  });
  const clients = connectAppConfig(access);
  const place = {
    component: component.name,
    application: applicationName(component, environment),
    environment: environment.name,
    profile,
    selector: selectorOf(target),
    account: environment.account,
    region,
  };
  try {
    return await rollBack(clients, place, {
      reason,
      onEvent: releaseScreen(io),
      signal: io.signal,
      pollMilliseconds: pollMilliseconds({ access }),
    });
  } finally {
    clients.destroy();
  }
}

/** Of several regions each says where it failed: the others may be done. */
function failureIn(target: Target | undefined, reason: unknown): unknown {
  const failure = releaseExit(reason);
  if (!(failure instanceof CommandError) || !target || failure.message.includes(target.region))
    return failure;
  return new CommandError(failure.exitCode, `${selectorOf(target)}: ${failure.message}`);
}

function servedRows(
  { served }: RolledBack,
  of: { readonly component: Component; readonly profile: Profile; readonly target: Target | undefined },
): ServedRow[] {
  if (served === undefined || of.target === undefined) return [];
  const { name: component } = of.component;
  return [{ target: selectorOf(of.target), component, profile: of.profile, served: served as JsonObject }];
}

/** With its place in each row: what is piped goes without what stands beside it. */
function tellServed(io: Io, rows: readonly ServedRow[]): void {
  if (rows.length === 0) return;
  io.err('        served now:\n');
  io.out(servedTable(rows, io.width));
}

function sayWhatComesNext(io: Io, name: string): void {
  io.err(`the trunk still holds this document of ${name}: its next release is refused until it changes.\n`);
  io.err('Revert the commit, or call it good with `npx dynconf redeploy <stack> --reason "…"`.\n');
}

/** What a person can act on, of all regions; a bug of ours goes first. */
function together(failures: readonly unknown[]): unknown {
  const bug = failures.find((failure) => !(failure instanceof CommandError));
  if (bug !== undefined) return bug;
  const known = failures as readonly CommandError[];
  return new CommandError(
    known[0]?.exitCode ?? EXIT.notInOrder,
    known.map(({ message }) => message).join('\n'),
  );
}

function componentOf({ components }: Project, { args: [name = ''] }: Input): Component {
  const component = components.find((one) => one.name === name);
  if (component) return component;
  throw unknownName({ kind: 'component', name, known: components.map((one) => one.name) });
}

function profileOf({ name, flags, operations }: Component, option: unknown): Profile {
  const profiles: Profile[] = [
    ...(flags.length > 0 ? ['flags' as const] : []),
    ...(operations ? ['operations' as const] : []),
  ];
  const [only] = profiles;
  if (option === undefined && only !== undefined && profiles.length === 1) return only;
  const given = profiles.find((profile) => profile === option);
  if (given) return given;
  const problem = option === undefined ? 'say which' : `--profile is ${String(option)}`;
  throw new CommandError(
    EXIT.usage,
    `${problem}: ${name} has ${profiles.map((profile) => `--profile ${profile}`).join(' and ')}`,
  );
}
